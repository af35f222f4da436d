using Farlink.Protocol.Units;
using Farlink.Radios.Boards;
using Farlink.Radios.Bus;

namespace Farlink.Doctor;

/// <summary>Looks at an SX1276, 77, 78 or 79 (data sheet rev. 7).</summary>
/// <param name="wires">Its wires.</param>
/// <param name="frequency">Where it may listen.</param>
internal sealed class Sx127xExamination(ChipWires wires, Hertz frequency) : IChipExamination
{
    /// <summary>How often it is asked: a bad contact shows in some of the answers.</summary>
    public const int Questions = 16;

    private const byte Write = 0x80;
    private const byte OpMode = 0x01, FrequencyMsb = 0x06, IrqMask = 0x11, IrqFlags = 0x12, DioMapping = 0x40, Version = 0x42;
    private const byte ExpectedVersion = 0x12;
    private const byte FskSleep = 0x00, Sleep = 0x80, Standby = 0x81, DetectActivity = 0x87;
    private const byte ActivityDone = 0x04, InterruptOnActivity = 0x80;

    /// <summary>Goes out where the answer comes in: if it comes back, MOSI and MISO touch.</summary>
    private const byte Filler = 0x55;

    /// <summary>Two symbols take 2 ms at SF7, and the oscillator less than one.</summary>
    private const double MostMilliseconds = 50;

    /// <summary>Ready 5 ms after a reset (7.2.2).</summary>
    private const double Ready = 6;

    /// <summary>868.1 MHz in RegFrf, which is not its value after a reset.</summary>
    private static readonly byte[] Mark = [0xD9, 0x06, 0x66];

    public async Task<ChipSigns> RunAsync(CancellationToken cancellationToken)
    {
        await wires.ResetAsync(Ready, cancellationToken);
        List<byte> answers = [];
        for (var i = 0; i < Questions; i++)
            answers.Add((await wires.ExchangeAsync([Version, Filler], cancellationToken))[1]);
        var signs = new ChipSigns
        {
            Asked = Questions,
            Right = answers.Count(answer => answer == ExpectedVersion),
            Wrong = [.. answers.Where(answer => answer != ExpectedVersion).Distinct()],
            IsEcho = answers.TrueForAll(answer => answer == Filler),
        };
        if (!signs.IsThere)
            return signs with { Other = await AnswersAsSx126xAsync(cancellationToken) ? RadioChip.Sx1262 : null };
        signs = await WriteAsync(signs, cancellationToken);
        signs = await ListenAsync(signs, cancellationToken);
        await wires.ResetAsync(Ready, cancellationToken);
        return signs;
    }

    /// <summary>Whether the sync word registers of an SX126x answer.</summary>
    private async Task<bool> AnswersAsSx126xAsync(CancellationToken cancellationToken)
    {
        // It may be busy with what it took for commands.
        await wires.PauseAsync(2, cancellationToken);
        return await wires.ExchangeAsync([0x1D, 0x07, 0x40, 0x00, 0x00, 0x00], cancellationToken) is [_, _, _, _, 0x14, 0x24];
    }

    private async Task<ChipSigns> WriteAsync(ChipSigns signs, CancellationToken cancellationToken)
    {
        await wires.ExchangeAsync([FrequencyMsb | Write, .. Mark], cancellationToken);
        signs = signs with { Keeps = await HasMarkAsync(cancellationToken) };
        if (signs.Keeps == false || !wires.Has(ChipLine.Reset)) return signs;
        await wires.ResetAsync(Ready, cancellationToken);
        return signs with { Resets = !await HasMarkAsync(cancellationToken) };
    }

    private async Task<bool> HasMarkAsync(CancellationToken cancellationToken)
    {
        var answer = await wires.ExchangeAsync([FrequencyMsb, 0, 0, 0], cancellationToken);
        return answer.AsSpan(1).SequenceEqual(Mark);
    }

    /// <summary>Listens for a preamble, which ends by itself and raises DIO0 (4.1.6).</summary>
    private async Task<ChipSigns> ListenAsync(ChipSigns signs, CancellationToken cancellationToken)
    {
        // LoRa is chosen in sleep only.
        foreach (var mode in (byte[])[FskSleep, Sleep, Standby])
        {
            await SetAsync(OpMode, mode, cancellationToken);
            await wires.PauseAsync(2, cancellationToken);
        }

        var steps = (long)Math.Round(frequency.Value * (double)(1 << 19) / 32e6);
        await wires.ExchangeAsync(
            [FrequencyMsb | Write, (byte)(steps >> 16), (byte)(steps >> 8), (byte)steps], cancellationToken);
        await SetAsync(IrqMask, 0x00, cancellationToken);
        await SetAsync(IrqFlags, 0xFF, cancellationToken);
        await SetAsync(DioMapping, InterruptOnActivity, cancellationToken);
        var wasHigh = await wires.IsHighAsync(ChipLine.Interrupt, cancellationToken);
        await SetAsync(OpMode, DetectActivity, cancellationToken);
        var ends = await wires.UntilAsync(
            async () => ((await wires.ExchangeAsync([IrqFlags, 0], cancellationToken))[1] & ActivityDone) != 0, MostMilliseconds,
            cancellationToken);
        var rises = await wires.IsHighAsync(ChipLine.Interrupt, cancellationToken);
        return signs with { Ends = ends, WasHigh = wasHigh, Rises = rises };
    }

    private Task<byte[]> SetAsync(byte register, byte value, CancellationToken cancellationToken) =>
        wires.ExchangeAsync([(byte)(register | Write), value], cancellationToken);
}
