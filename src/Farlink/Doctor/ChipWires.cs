using Farlink.Radios.Bus;

namespace Farlink.Doctor;

/// <summary>Works the wires of a radio chip by hand, without a driver, which would give up at the first sign.</summary>
/// <param name="bus">The wires.</param>
/// <param name="pause">Lets time pass.</param>
internal sealed class ChipWires(IChipBus bus, Func<TimeSpan, CancellationToken, Task> pause)
{
    /// <summary>NRESET low: 100 us do (SX127x data sheet 7.2.2, SX126x 8.1); timers are no finer.</summary>
    private static readonly TimeSpan ResetLow = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    public bool Has(ChipLine line) => bus.Has(line);

    public Task PauseAsync(double milliseconds, CancellationToken cancellationToken) =>
        pause(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <summary>One SPI transaction: what came in while this went out.</summary>
    public async Task<byte[]> ExchangeAsync(byte[] octets, CancellationToken cancellationToken)
    {
        byte[] transfer = [.. octets];
        await bus.TransferAsync(transfer, cancellationToken);
        return transfer;
    }

    /// <summary>Resets the chip, where there is a line for it.</summary>
    /// <param name="readyMilliseconds">How long it needs afterwards.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether BUSY was high while or just after NRESET was low.</returns>
    public async Task<bool> ResetAsync(double readyMilliseconds, CancellationToken cancellationToken)
    {
        var wasBusy = false;
        if (bus.Has(ChipLine.Reset))
        {
            await bus.SetAsync(ChipLine.Reset, false, cancellationToken);
            wasBusy |= await IsHighAsync(ChipLine.Busy, cancellationToken);
            await pause(ResetLow, cancellationToken);
            wasBusy |= await IsHighAsync(ChipLine.Busy, cancellationToken);
            await bus.SetAsync(ChipLine.Reset, true, cancellationToken);
            wasBusy |= await IsHighAsync(ChipLine.Busy, cancellationToken);
        }

        await PauseAsync(readyMilliseconds, cancellationToken);
        return wasBusy;
    }

    public async Task<bool> IsHighAsync(ChipLine line, CancellationToken cancellationToken) =>
        bus.Has(line) && await bus.ReadAsync(line, cancellationToken);

    /// <summary>Looks each millisecond whether something has come true.</summary>
    public async Task<bool> UntilAsync(
        Func<Task<bool>> condition, double mostMilliseconds, CancellationToken cancellationToken)
    {
        for (var passed = 0.0; passed <= mostMilliseconds; passed += Step.TotalMilliseconds)
        {
            if (await condition()) return true;
            await pause(Step, cancellationToken);
        }

        return false;
    }
}
