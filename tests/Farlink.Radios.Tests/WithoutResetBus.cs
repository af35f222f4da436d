using Farlink.Radios.Bus;
using Farlink.Simulation.Chips;

namespace Farlink.Radios.Tests;

/// <summary>A chip whose NRESET is not wired, and which outlives the program.</summary>
internal sealed class WithoutResetBus(ChipModel chip) : IChipBus
{
    private readonly ChipModelBus _bus = new(chip);

    public string Description => _bus.Description;

    public bool IsSimulated => true;

    public bool Has(ChipLine line) => line != ChipLine.Reset;

    public ValueTask TransferAsync(Memory<byte> octets, CancellationToken cancellationToken) =>
        _bus.TransferAsync(octets, cancellationToken);

    public ValueTask SetAsync(ChipLine line, bool isHigh, CancellationToken cancellationToken) =>
        line == ChipLine.Reset ? ValueTask.CompletedTask : _bus.SetAsync(line, isHigh, cancellationToken);

    public ValueTask<bool> ReadAsync(ChipLine line, CancellationToken cancellationToken) =>
        _bus.ReadAsync(line, cancellationToken);

    public ValueTask WaitForInterruptAsync(CancellationToken cancellationToken) => _bus.WaitForInterruptAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
