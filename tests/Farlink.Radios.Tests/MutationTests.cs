using Farlink.Protocol.Units;
using Farlink.Radios.Boards;
using Farlink.Radios.Chips;
using Farlink.Radios.Sx126x;
using Farlink.Radios.Sx127x;
using Farlink.Simulation.Air;
using Farlink.Simulation.Chips;

namespace Farlink.Radios.Tests;

/// <summary>
/// Driver and model agree register by register: if the driver writes something else, or the model has a register or a command
/// elsewhere, it must be seen. Each change is made on the wires between them, one at a time.
/// </summary>
public sealed class MutationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    /// <summary>How far the other radio is off, in hertz; ms between a call and its frame, at a command a millisecond.</summary>
    private const int Offset = -2000, MostOverhead = 50;

    private static readonly byte[] Ours = [.. Enumerable.Range(1, 40).Select(one => (byte)one)];
    private static readonly byte[] Theirs = [.. Enumerable.Range(1, 50).Select(one => (byte)(0xFF - one))];

    /// <summary>TCXO, antenna switch on DIO2 and a line of its own: every command is needed.</summary>
    private static Board Sx1262 => KnownBoards.Find("meshadv-mini")!;

    [Fact]
    public async Task Sx1276_EachWriteChangedOnPurpose_IsSeen()
    {
        // Flags are cleared with what was read, and frames are what they are.
        var unseen = await WritesUnseenAsync(ChipBench.Sx1276, request => (request[0] & 0x80) != 0
            && request[0] is not (0x92 or 0x80));

        // Sleep as an FSK modem is tried again until it is reached; other pins than DIO0 are not wired; with 500 kHz the chip
        // chooses
        // its intermediate frequency itself.
        Assert.Equal(["8100[1]", "C040[1]", "C080[1]", "AF2000[1]", "AF2000[2]"], unseen);
    }

    [Fact]
    public async Task Sx1262_EachWriteChangedOnPurpose_IsSeen()
    {
        var unseen = await WritesUnseenAsync(Sx1262, request => !IsQuestion(request[0]) && request[0] is not (0x02 or 0x0E));

        // A TCXO may be given more time; clearing errors has no parameter; at other addresses nothing changes what these
        // registers have
        // after a reset or SetPaConfig; chirps are inverted by 1 alone; a transmission that may last seconds ends before.
        Assert.Equal(
            [
                "9702000140[2]", "9702000140[3]", "9702000140[4]", "070000[1]", "070000[2]", "0D07401424[1]", "0D07401424[2]",
                "0D08E738[1]", "0D08E738[2]", "0D07360D[1]", "0D07360D[2]", "8C000800280100[6]", "83000000[1]",
            ],
            unseen);
    }

    [Fact]
    public async Task Sx1276_EachRegisterElsewhere_IsSeen()
    {
        const byte unused = 0x6A;
        List<Sx127xRegister> unseen = [];
        foreach (var register in Enum.GetValues<Sx127xRegister>())
        {
            if (await PassesAsync(
                ChipBench.Sx1276,
                request =>
                {
                    if ((request[0] & 0x7F) == (byte)register) request[0] = (byte)(unused | (request[0] & 0x80));
                },
                isSplit: true))
            {
                unseen.Add(register);
            }
        }

        // These get the value that they have after a reset, whatever the settings.
        Assert.Equal(
            [
                Sx127xRegister.FifoReceiveBase, Sx127xRegister.IrqMask, Sx127xRegister.MostPayloadLength,
                Sx127xRegister.IfFrequency2, Sx127xRegister.DetectionThreshold,
            ],
            unseen);
    }

    [Fact]
    public async Task Sx1262_EachCommandElsewhere_IsSeen()
    {
        const byte unknown = 0x0B;
        List<Sx126xCommand> unseen = [];
        foreach (var command in Enum.GetValues<Sx126xCommand>())
        {
            if (await PassesAsync(
                Sx1262,
                request =>
                {
                    if (request[0] == (byte)command) request[0] = unknown;
                }))
            {
                unseen.Add(command);
            }
        }

        // Every command is answered with the status, whatever it is.
        Assert.Equal([Sx126xCommand.GetStatus], unseen);
    }

    [Fact]
    public async Task Sx1262_EachRegisterElsewhere_IsSeen()
    {
        List<Sx126xRegister> unseen = [];
        foreach (var register in Enum.GetValues<Sx126xRegister>())
        {
            if (await PassesAsync(Sx1262, request =>
            {
                if (request[0] is 0x0D or 0x1D && request[1] == (ushort)register >> 8 && request[2] == (byte)register)
                    (request[1], request[2]) = (0x0A, 0x00);
            }))
            {
                unseen.Add(register);
            }
        }

        // SetPaConfig sets the limit too; the timer is stopped only after a timeout, which the next test brings about.
        Assert.Equal([Sx126xRegister.OverCurrent, Sx126xRegister.RtcControl, Sx126xRegister.EventMask], unseen);
    }

    /// <summary>Workaround 15.3: a reception that ended by its timer stops the timer.</summary>
    [Fact]
    public Task Sx1262_ReceptionTimesOut_StopsTheTimerAndListensAgain() => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var isFirst = true;
        var (radio, model) = await bench.OpenAsync(ChipBench.Sx1262, "chip", bus => new TamperedBus(bus, request =>
        {
            if (request[0] != 0x82 || !isFirst) return;
            isFirst = false;
            (request[1], request[2], request[3]) = (0x00, 0x06, 0x40);
        }));
        await using var owned = radio;
        await using var other = bench.Ether.CreateRadio("other");
        await radio.ConfigureAsync(RegisterTests.Usual, default);
        await other.ConfigureAsync(RegisterTests.Usual, default);
        await time.PassAsync(TimeSpan.FromSeconds(1));
        await other.SendAsync(Ours, default);
        Assert.Equal(Ours, (await ReceiveAsync(bench, radio)).Octets.ToArray());
        Assert.Equal((0x00, 0x02), (((Sx1262Model)model)[0x0902], ((Sx1262Model)model)[0x0944] & 0x02));
    });

    private static bool IsQuestion(byte opcode) => opcode is 0x12 or 0x13 or 0x14 or 0x17 or 0x1D or 0x1E or 0xC0;

    /// <summary>Changes each octet of each kind of write in turn, where it comes first; which of them nobody sees.</summary>
    private static async Task<List<string>> WritesUnseenAsync(Board board, Func<byte[], bool> isWrite)
    {
        List<string> writes = [];
        Assert.True(await PassesAsync(board, request =>
        {
            if (isWrite(request)) writes.Add(Convert.ToHexString(request));
        }));
        var kinds = writes.Distinct().ToList();
        Assert.InRange(kinds.Count, 20, 200);
        List<string> unseen = [];
        foreach (var kind in kinds)
        {
            for (var octet = 1; octet < kind.Length / 2; octet++)
            {
                var at = octet;
                var passes = await PassesAsync(board, request =>
                {
                    if (Convert.ToHexString(request) == kind) request[at] ^= 0x05;
                });
                if (passes) unseen.Add($"{kind}[{at}]");
            }
        }

        return unseen;
    }

    /// <summary>
    /// Whether all is well, with usual and with unusual settings: registers as the data sheet has them, a frame each way with the
    /// signal it had, a broken one left out, activity seen without losing the frame that made it.
    /// </summary>
    private static Task<bool> PassesAsync(Board board, Action<byte[]> tamper, bool isSplit = false) =>
        VirtualTime.RunAsync(async time =>
    {
        var air = new AirLog();
        var bench = new ChipBench(time, air);
        try
        {
            var (radio, model) = await bench.OpenAsync(board, "chip", bus => new TamperedBus(bus, tamper, isSplit));
            await using var owned = radio;
            await using var other = bench.Ether.CreateRadio("other", new Position(50, 0));
            foreach (var settings in (RadioSettings[])[RegisterTests.Usual, Loud(board)])
            {
                await radio.ConfigureAsync(settings, default);
                await other.ConfigureAsync(settings with { Frequency = new Hertz(settings.Frequency.Value + Offset) }, default);
                if (!IsSetRight(model, settings) || !await SendsAsync(bench, air, radio, other, settings)
                    || !await HearsAsync(bench, radio, model, other, settings))
                    return false;
            }

            return radio.Recoveries == 0;
        }
        catch (Exception failure) when (failure is RadioException or TimeoutException)
        {
            return false;
        }
    });

    private static RadioSettings Loud(Board board) =>
        RegisterTests.Unusual with { TransmitPower = new Dbm(board.Chip == RadioChip.Sx1276 ? 20 : 22) };

    private static bool IsSetRight(ChipModel model, RadioSettings settings)
    {
        var isUsual = settings == RegisterTests.Usual;
        if (model is Sx1276Model older)
            return (isUsual ? RegisterTests.Listening : RegisterTests.UnusualListening).All(one =>
                older[one.Register] == one.Value);
        var newer = (Sx1262Model)model;
        var told = newer.Commands.Select(Convert.ToHexString).ToHashSet();
        return (isUsual ? RegisterTests.Told : RegisterTests.UnusualTold).All(told.Contains) && newer.Ignored == 0
            && newer[0x08AC] == 0x96 && newer[0x08E7] == 0x38 && (newer[0x08D8] & 0x1E) == 0x1E
            && (newer[0x0889] & 0x04, newer[0x0736] & 0x04) == (isUsual ? (0x04, 0x04) : (0, 0));
    }

    private static async Task<bool> SendsAsync(
        ChipBench bench, AirLog air, ChipRadio radio, IRadio other, RadioSettings settings)
    {
        await using var reference = bench.Ether.CreateRadio("reference");
        await reference.ConfigureAsync(settings, default);
        await reference.SendAsync(Theirs, default);
        var expected = await ReceiveAsync(bench, other);
        await ReceiveAsync(bench, radio);
        var start = bench.Time.Now();
        var ended = air.NextEnd;
        var sent = await radio.SendAsync(Ours, default);

        // Told by the interrupt, and not found out by looking after a while.
        if ((bench.Time.Now() - start - sent.Airtime).Milliseconds > MostOverhead) return false;
        var heard = await ReceiveAsync(bench, other);
        if ((await ended).Modulation != settings.Modulation) return false;

        // It listens again by itself.
        await reference.SendAsync(Theirs, default);
        await ReceiveAsync(bench, other);
        await ReceiveAsync(bench, radio);
        return heard.Octets.Span.SequenceEqual(Ours)
            && Math.Abs(heard.Rssi!.Value.Value - expected.Rssi!.Value.Value) < 0.6;
    }

    private static async Task<bool> HearsAsync(
        ChipBench bench, ChipRadio radio, ChipModel model, IRadio other, RadioSettings settings)
    {
        await using var reference = bench.Ether.CreateRadio("reference");
        await reference.ConfigureAsync(settings, default);
        if (await radio.DetectActivityAsync(default)) return false;
        var broken = radio.Broken;
        model.Faults.CrcErrorShare = 1;
        await other.SendAsync(Theirs, default);
        model.Faults.CrcErrorShare = 0;
        await other.SendAsync(Theirs, default);
        var heard = await ReceiveAsync(bench, radio);
        await ReceiveAsync(bench, reference);
        var truth = await ReceiveAsync(bench, reference);

        // At the beginning of a frame; and in the middle, where there is no preamble any more, and the frame must not be lost.
        byte[] long255 = [.. Ours, .. new byte[215]];
        var sending = other.SendAsync(long255, default).AsTask();
        var isBusy = await radio.DetectActivityAsync(default) || settings.Modulation.SpreadingFactor.Value < 8;
        await sending;
        sending = other.SendAsync(long255, default).AsTask();
        await ((VirtualTime)bench.Time).PassAsync(
            settings.Modulation.Symbol.ToTimeSpan() * (settings.Modulation.PreambleSymbols + 30));
        isBusy &= await radio.DetectActivityAsync(default);
        await sending;

        // The first of them may be lost to the look that was made at its beginning; nothing else may come.
        if (!(await ReceiveAsync(bench, radio)).Octets.Span.SequenceEqual(long255)) return false;

        return isBusy && radio.Broken == broken + 1 && heard.Octets.Span.SequenceEqual(Theirs)
            && Math.Abs(heard.Rssi!.Value.Value - truth.Rssi!.Value.Value) < 1.1
            && Math.Abs(heard.Snr!.Value.Value - truth.Snr!.Value.Value) < 0.3
            && Math.Abs(heard.FrequencyError!.Value.Value - Offset) < 100;
    }

    private static Task<ReceivedFrame> ReceiveAsync(ChipBench bench, IRadio radio) =>
        radio.ReceiveAsync(default).AsTask().WaitAsync(Patience, bench.Time);
}
