using Farlink.Protocol.Units;
using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Radios.Chips;

namespace Farlink.Doctor;

/// <summary>Looks at an SX1261 or SX1262 (data sheet DS.SX1261-2, commands of chapter 13).</summary>
/// <param name="wires">Its wires.</param>
/// <param name="board">How it is built in.</param>
/// <param name="frequency">Where it may listen.</param>
internal sealed class Sx126xExamination(ChipWires wires, Board board, Hertz frequency) : IChipExamination
{
    private const byte SetStandby = 0x80, ReadRegister = 0x1D, WriteRegister = 0x0D, SetTcxo = 0x97, ClearErrors = 0x07;
    private const byte Calibrate = 0x89, GetErrors = 0x17, SetDio2 = 0x9D, SetPacketType = 0x8A, SetFrequency = 0x86;
    private const byte SetModulation = 0x8B, SetPacket = 0x8C, SetActivity = 0x88, SetInterrupts = 0x08, ClearInterrupts = 0x02;
    private const byte DetectActivity = 0xC5, GetInterrupts = 0x12;
    private const byte StandbyRc = 0x00, StandbyCrystal = 0x01, CrystalError = 0x20, ActivityDone = 0x80;

    /// <inheritdoc cref="Sx127xExamination.Questions"/>
    private const int Questions = Sx127xExamination.Questions;

    /// <summary>Goes out where the answer comes in: if it comes back, MOSI and MISO touch.</summary>
    private const byte Filler = 0x55;

    /// <summary>From a reset until commands are taken: 3.5 ms and a calibration (table 8-1).</summary>
    private const double Ready = 10;

    private const double MostBusy = 200, MostMilliseconds = 50;

    /// <summary>The sync word after a reset (table 12-1), and another one.</summary>
    private static readonly byte[] Usual = [0x14, 0x24], Mark = [0x34, 0x44];

    private bool _hasBusy = true;

    public async Task<ChipSigns> RunAsync(CancellationToken cancellationToken)
    {
        var rises = await wires.ResetAsync(0, cancellationToken);
        var falls = await wires.UntilAsync(
            async () => !await wires.IsHighAsync(ChipLine.Busy, cancellationToken), MostBusy, cancellationToken);
        await wires.PauseAsync(Ready, cancellationToken);

        // A line that never falls is not waited for again: the chip may work all the same.
        _hasBusy = falls && wires.Has(ChipLine.Busy);
        await SendAsync([SetStandby, StandbyRc], cancellationToken);
        if (!wires.Has(ChipLine.Reset)) await SendAsync([WriteRegister, 0x07, 0x40, .. Usual], cancellationToken);
        List<byte[]> answers = [];
        for (var i = 0; i < Questions; i++) answers.Add(await SyncWordAsync(cancellationToken));
        var signs = new ChipSigns
        {
            Asked = Questions,
            Right = answers.Count(answer => answer.AsSpan().SequenceEqual(Usual)),
            Wrong = [.. answers.Where(answer => !answer.AsSpan().SequenceEqual(Usual)).Select(answer => answer[0]).Distinct()],
            IsEcho = answers.TrueForAll(answer => answer is [Filler, Filler]),
            BusyRises = wires.Has(ChipLine.Reset) ? rises : null,
            BusyFalls = falls,
        };
        if (!signs.IsThere)
        {
            var isOther = await wires.ExchangeAsync([0x42, 0x00], cancellationToken) is [_, 0x12];
            return signs with { Other = isOther ? RadioChip.Sx1276 : null };
        }

        signs = await WriteAsync(signs, cancellationToken);
        signs = await StartClockAsync(signs, cancellationToken);
        if (signs.ClockStarts == true) signs = await ListenAsync(signs, cancellationToken);
        await wires.ResetAsync(Ready, cancellationToken);
        return signs;
    }

    private async Task<byte[]> SyncWordAsync(CancellationToken cancellationToken) =>
        (await SendAsync([ReadRegister, 0x07, 0x40, 0x00, Filler, Filler], cancellationToken))[4..6];

    private async Task<ChipSigns> WriteAsync(ChipSigns signs, CancellationToken cancellationToken)
    {
        await SendAsync([WriteRegister, 0x07, 0x40, .. Mark], cancellationToken);
        signs = signs with { Keeps = (await SyncWordAsync(cancellationToken)).AsSpan().SequenceEqual(Mark) };
        if (signs.Keeps == false || !wires.Has(ChipLine.Reset)) return signs;
        await wires.ResetAsync(Ready, cancellationToken);
        await SendAsync([SetStandby, StandbyRc], cancellationToken);
        return signs with { Resets = !(await SyncWordAsync(cancellationToken)).AsSpan().SequenceEqual(Mark) };
    }

    private async Task<ChipSigns> StartClockAsync(ChipSigns signs, CancellationToken cancellationToken)
    {
        if (board.TcxoVolts is { } volts)
        {
            // 5 ms to start, in steps of 15.625 us.
            var code = ChipRadios.TcxoVolts.ToList().IndexOf(volts);
            await SendAsync([SetTcxo, (byte)code, 0x00, 0x01, 0x40], cancellationToken);
        }

        await SendAsync([ClearErrors, 0x00, 0x00], cancellationToken);
        await SendAsync([Calibrate, 0x7F], cancellationToken);
        await wires.PauseAsync(Ready, cancellationToken);
        await SendAsync([SetStandby, StandbyCrystal], cancellationToken);
        await wires.PauseAsync(Ready, cancellationToken);
        var errors = await SendAsync([GetErrors, 0x00, 0x00, 0x00], cancellationToken);
        return signs with { ClockStarts = (errors[3] & CrystalError) == 0 };
    }

    /// <summary>Listens for a preamble, which ends by itself and raises DIO1 (13.1.11).</summary>
    private async Task<ChipSigns> ListenAsync(ChipSigns signs, CancellationToken cancellationToken)
    {
        var steps = (long)Math.Round(frequency.Value * (double)(1 << 25) / 32e6);
        await SendAsync([SetDio2, (byte)(board.Dio2IsSwitch ? 1 : 0)], cancellationToken);
        await SendAsync([SetPacketType, 0x01], cancellationToken);
        await SendAsync(
            [SetFrequency, (byte)(steps >> 24), (byte)(steps >> 16), (byte)(steps >> 8), (byte)steps], cancellationToken);

        // SF7, 125 kHz, 4/5; a preamble of 8 symbols, explicit header, CRC; two symbols, and back to standby.
        await SendAsync([SetModulation, 0x07, 0x04, 0x01, 0x00], cancellationToken);
        await SendAsync([SetPacket, 0x00, 0x08, 0x00, 0xFF, 0x01, 0x00], cancellationToken);
        await SendAsync([SetActivity, 0x01, 0x16, 0x0A, 0x00, 0x00, 0x00, 0x00], cancellationToken);
        await SendAsync([SetInterrupts, 0x00, ActivityDone, 0x00, ActivityDone, 0, 0, 0, 0], cancellationToken);
        await SendAsync([ClearInterrupts, 0x03, 0xFF], cancellationToken);
        var wasHigh = await wires.IsHighAsync(ChipLine.Interrupt, cancellationToken);
        await SendAsync([DetectActivity], cancellationToken);
        var ends = await wires.UntilAsync(
            async () => ((await SendAsync([GetInterrupts, 0, 0, 0], cancellationToken))[3] & ActivityDone) != 0, MostMilliseconds,
            cancellationToken);
        var rises = await wires.IsHighAsync(ChipLine.Interrupt, cancellationToken);
        return signs with { Ends = ends, WasHigh = wasHigh, Rises = rises };
    }

    /// <summary>A command, when BUSY is low; where that cannot be seen, after a while.</summary>
    private async Task<byte[]> SendAsync(byte[] octets, CancellationToken cancellationToken)
    {
        if (!_hasBusy)
        {
            await wires.PauseAsync(2, cancellationToken);
            return await wires.ExchangeAsync(octets, cancellationToken);
        }

        await wires.UntilAsync(
            async () => !await wires.IsHighAsync(ChipLine.Busy, cancellationToken), MostBusy, cancellationToken);
        return await wires.ExchangeAsync(octets, cancellationToken);
    }
}
