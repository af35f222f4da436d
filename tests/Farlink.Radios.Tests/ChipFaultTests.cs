using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Simulation.Chips;

namespace Farlink.Radios.Tests;

/// <summary>What a real chip does to a driver: it hangs, loses power, hears broken frames, is wired wrongly.</summary>
public sealed class ChipFaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly RadioSettings Settings = new() { Frequency = Hertz.FromMegahertz(868.1) };
    private static readonly byte[] Frame = [.. Enumerable.Range(1, 40).Select(one => (byte)one)];

    [Theory]
    [InlineData("dragino-lora-gps-hat")]
    [InlineData("waveshare-sx1262-spi")]
    public Task Watch_BrownOut_IsSeenAndTheChipSetAgain(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, model) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await using var owned = chip;
        await using var other = bench.Ether.CreateRadio("other");
        await chip.ConfigureAsync(Settings, default);
        await other.ConfigureAsync(Settings, default);
        model.BrownOut();
        await time.UntilAsync(() => chip.Recoveries > 0, TimeSpan.FromSeconds(1));
        await other.SendAsync(Frame, default);
        Assert.Equal(Frame, (await ReceiveAsync(chip)).Octets.ToArray());
        Assert.Contains(bench.Told, line => line.Contains("lost its settings", StringComparison.Ordinal));
    });

    [Theory]
    [InlineData("dragino-lora-gps-hat")]
    [InlineData("waveshare-sx1262-spi")]
    public Task Send_AfterABrownOut_FailsOnceAndWorksAgain(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, model) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await using var owned = chip;
        await using var other = bench.Ether.CreateRadio("other");
        await chip.ConfigureAsync(Settings, default);
        await other.ConfigureAsync(Settings, default);
        model.BrownOut();
        await Assert.ThrowsAsync<RadioException>(() => chip.SendAsync(Frame, default).AsTask().WaitAsync(Patience));
        await chip.SendAsync(Frame, default).AsTask().WaitAsync(Patience);
        Assert.Equal(Frame, (await ReceiveAsync(other)).Octets.ToArray());
    });

    [Fact]
    public Task Send_BusyStuckForAWhile_WorksAsSoonAsItIsNot() => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, model) = await bench.OpenAsync(ChipBench.Sx1262, "chip");
        await using var owned = chip;
        await using var other = bench.Ether.CreateRadio("other");
        await chip.ConfigureAsync(Settings, default);
        await other.ConfigureAsync(Settings, default);
        model.Faults.BusyIsStuck = true;
        var failure = await Assert.ThrowsAsync<RadioException>(() => chip.SendAsync(Frame, default).AsTask().WaitAsync(Patience));
        Assert.Contains("BUSY", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsUnsent);
        model.Faults.BusyIsStuck = false;
        await chip.SendAsync(Frame, default).AsTask().WaitAsync(Patience);
        Assert.Equal(Frame, (await ReceiveAsync(other)).Octets.ToArray());
        await other.SendAsync(Frame, default);
        Assert.Equal(Frame, (await ReceiveAsync(chip)).Octets.ToArray());
    });

    /// <summary>Until the command to send, which may arrive although the bus says that it failed, nothing has left.</summary>
    [Theory]
    [InlineData("dragino-lora-gps-hat", 0x80, 0x01, true)]
    [InlineData("dragino-lora-gps-hat", 0x81, 0x83, false)]
    [InlineData("waveshare-sx1262-spi", 0x0E, 0x00, true)]
    [InlineData("waveshare-sx1262-spi", 0x83, 0x00, false)]
    public Task Send_BusFailsInTheMiddle_SaysWhetherItMayHaveLeft(string name, int first, int second, bool isUnsent) =>
        VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var fails = false;
        var (chip, _) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip", bus => new TamperedBus(bus, request =>
        {
            if (fails && request[0] == first && request[1] == second) throw new RadioException("SPI failed.");
        }));
        await using var owned = chip;
        await using var other = bench.Ether.CreateRadio("other");
        await chip.ConfigureAsync(Settings, default);
        await other.ConfigureAsync(Settings, default);
        fails = true;
        var failure = await Assert.ThrowsAsync<RadioException>(() => chip.SendAsync(Frame, default).AsTask().WaitAsync(Patience));
        Assert.Equal(isUnsent, failure.IsUnsent);
        fails = false;
        await chip.SendAsync(Frame, default).AsTask().WaitAsync(Patience);
        Assert.Equal(Frame, (await ReceiveAsync(other)).Octets.ToArray());
    });

    [Theory]
    [InlineData("dragino-lora-gps-hat")]
    [InlineData("waveshare-sx1262-spi")]
    public Task Dispose_WhileSending_EndsTheSend(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, _) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await chip.ConfigureAsync(
            Settings with { Modulation = new LoRaModulation { SpreadingFactor = new SpreadingFactor(12) } }, default);
        var sending = chip.SendAsync(Frame, default).AsTask();
        var waiting = chip.SendAsync(Frame, default).AsTask();
        await chip.DisposeAsync().AsTask().WaitAsync(Patience);
        await Assert.ThrowsAsync<RadioException>(() => sending.WaitAsync(Patience));
        await Assert.ThrowsAsync<RadioException>(() => waiting.WaitAsync(Patience));
        await Assert.ThrowsAsync<RadioException>(() => chip.ConfigureAsync(Settings, default).AsTask().WaitAsync(Patience));
    });

    [Theory]
    [InlineData("dragino-lora-gps-hat")]
    [InlineData("waveshare-sx1262-spi")]
    public Task Receive_SenderStopsInTheMiddle_IsBrokenAndTheChannelFreeAgain(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var slow = Settings with { Modulation = new LoRaModulation { SpreadingFactor = new SpreadingFactor(9) } };
        var (chip, _) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        var (other, model) = await bench.OpenAsync(ChipBench.Sx1276, "other");
        await using var owned = chip;
        await using var ownedToo = other;
        await chip.ConfigureAsync(slow, default);
        await other.ConfigureAsync(slow, default);
        var sending = other.SendAsync(new byte[200], default).AsTask();
        await time.PassAsync(TimeSpan.FromMilliseconds(300));
        model.BrownOut();
        Assert.True(await chip.DetectActivityAsync(default));
        await time.UntilAsync(() => chip.Broken > 0, TimeSpan.FromMilliseconds(50));
        Assert.False(await chip.DetectActivityAsync(default));
        await Assert.ThrowsAsync<RadioException>(() => sending.WaitAsync(Patience));
    });

    [Fact]
    public Task Sx1262Model_CommandCutOff_IsNotTaken() => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        using var model = (Sx1262Model)bench.Model(ChipBench.Sx1262, "chip");
        const int sleep = 0x84;
        for (var opcode = 0; opcode <= 0xFF; opcode++)
        {
            if (opcode == sleep) continue;
            await time.UntilAsync(() => !model.Read(ChipLine.Busy), TimeSpan.FromMilliseconds(1));
            model.Select(true);
            model.Exchange((byte)opcode);
            model.Select(false);
        }

        Assert.Equal(0, model.Ignored);
        Assert.Equal(255, model.Commands.Count);

        // And one that never ends.
        await time.UntilAsync(() => !model.Read(ChipLine.Busy), TimeSpan.FromMilliseconds(1));
        model.Select(true);
        for (var i = 0; i < 100_000; i++) model.Exchange(0x0E);
        model.Select(false);
        Assert.InRange(model.Commands[^1].Length, 257, 300);
    });

    [Theory]
    [InlineData("dragino-lora-gps-hat")]
    [InlineData("waveshare-sx1262-spi")]
    public Task Send_ChipHangs_FailsWithTheReasonAndWorksAfterwards(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, model) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await using var owned = chip;
        await using var other = bench.Ether.CreateRadio("other");
        await chip.ConfigureAsync(Settings, default);
        await other.ConfigureAsync(Settings, default);
        model.Faults.Hangs = true;
        var failure = await Assert.ThrowsAsync<RadioException>(() => chip.SendAsync(Frame, default).AsTask().WaitAsync(Patience));
        Assert.Contains("did not report the end of a transmission", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsUnsent);
        model.Faults.Hangs = false;
        await chip.SendAsync(Frame, default);
        Assert.Equal(Frame, (await ReceiveAsync(other)).Octets.ToArray());
    });

    /// <summary>A receiver that hangs looks as if nobody sent; its registers are right.</summary>
    [Theory]
    [InlineData("dragino-lora-gps-hat")]
    [InlineData("waveshare-sx1262-spi")]
    public Task Watch_ReceiverHangs_IsFoundOutAndReset(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, model) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await using var owned = chip;
        await using var other = bench.Ether.CreateRadio("other");
        await chip.ConfigureAsync(Settings, default);
        await other.ConfigureAsync(Settings, default);
        model.Faults.Hangs = true;
        model.BrownOut();
        await time.PassAsync(TimeSpan.FromMinutes(11));
        Assert.Contains(bench.Told, line => line.Contains("did not end its activity detection", StringComparison.Ordinal));
        model.Faults.Hangs = false;
        await time.PassAsync(TimeSpan.FromMinutes(11));
        await other.SendAsync(Frame, default);
        Assert.Equal(Frame, (await ReceiveAsync(chip)).Octets.ToArray());
    });

    [Theory]
    [InlineData("dragino-lora-gps-hat")]
    [InlineData("waveshare-sx1262-spi")]
    public Task Send_InterruptLineCut_StillCompletesByLooking(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, model) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await using var owned = chip;
        await chip.ConfigureAsync(Settings, default);
        model.Faults.InterruptIsCut = true;
        var sent = await chip.SendAsync(Frame, default).AsTask().WaitAsync(Patience);
        Assert.Equal(LoRaAirtime.Of(Settings.Modulation, Frame.Length), sent.Airtime);
    });

    /// <summary>
    /// What is read and written may be wrong, and nothing says so: no use may hang or end the radio, and it must find back by
    /// itself.
    /// </summary>
    [Theory]
    [InlineData("dragino-lora-gps-hat", 0.001)]
    [InlineData("dragino-lora-gps-hat", 0.05)]
    [InlineData("waveshare-sx1262-spi", 0.001)]
    [InlineData("waveshare-sx1262-spi", 0.05)]
    public Task Use_NoiseOnTheWires_EndsInFramesOrErrorsAndGoesOnAfterwards(string name, double share) =>
        VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, model) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await using var owned = chip;
        await using var other = bench.Ether.CreateRadio("other");
        await chip.ConfigureAsync(Settings, default);
        await other.ConfigureAsync(Settings, default);
        model.Faults.SpiNoiseShare = share;
        var failures = 0;
        for (var i = 0; i < 200; i++)
        {
            await other.SendAsync(Frame, default);
            try
            {
                if (!await chip.DetectActivityAsync(default)) await chip.SendAsync(Frame, default);
            }
            catch (RadioException)
            {
                failures++;
            }
        }

        Assert.InRange(failures, share < 0.01 ? 0 : 1, 199);
        model.Faults.SpiNoiseShare = 0;

        // What the chip was told may be wrong in a way that nobody can read back: after a silence it is told again.
        await time.PassAsync(TimeSpan.FromMinutes(11));
        await chip.SendAsync(Frame, default);
        byte[] last = [0xFA, .. Frame];
        await other.SendAsync(last, default);
        while (!(await ReceiveAsync(chip)).Octets.Span.SequenceEqual(last))
        {
            // What was heard meanwhile.
        }
    });

    [Theory]
    [InlineData("dragino-lora-gps-hat", true, "0xFF: the chip has no power")]
    [InlineData("dragino-lora-gps-hat", false, "0x00: look at MISO and at the chip select")]
    [InlineData("waveshare-sx1262-spi", true, "0xFF: the chip has no power")]
    [InlineData("waveshare-sx1262-spi", false, "0x00: look at MISO and at the chip select")]
    public Task Open_WiredWrongly_NamesTheWire(string name, bool hasNoPower, string expected) =>
        VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var board = KnownBoards.Find(name)!;
        var model = bench.Model(board, "chip");
        model.Faults.HasNoPower = hasNoPower;
        model.Faults.MisoIsLow = !hasNoPower;
        var failure = await Assert.ThrowsAsync<RadioException>(
            () => Chips.ChipRadios.OpenAsync(new ChipModelBus(model), board, bench.Time, _ => { }, default));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    });

    /// <summary>A chip without a reset line still has the sync word of the last program.</summary>
    [Fact]
    public Task Open_AgainWithoutAResetLine_FindsTheChip() => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        using var model = bench.Model(ChipBench.Sx1262, "chip");
        await using var other = bench.Ether.CreateRadio("other");
        var settings = Settings with { Modulation = new LoRaModulation { SyncWord = 0x34 } };
        await other.ConfigureAsync(settings, default);
        for (var start = 0; start < 2; start++)
        {
            await using var chip = await Chips.ChipRadios.OpenAsync(
                new WithoutResetBus(model), ChipBench.Sx1262, bench.Time, _ => { }, default);
            await chip.ConfigureAsync(settings, default);
            await chip.SendAsync(Frame, default);
            Assert.Equal(Frame, (await ReceiveAsync(other)).Octets.ToArray());
        }
    });

    [Fact]
    public Task Open_BusyStuck_NamesTheLine() => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var model = bench.Model(ChipBench.Sx1262, "chip");
        model.Faults.BusyIsStuck = true;
        var failure = await Assert.ThrowsAsync<RadioException>(
            () => Chips.ChipRadios.OpenAsync(new ChipModelBus(model), ChipBench.Sx1262, bench.Time, _ => { }, default));
        Assert.Contains("look at BUSY", failure.Message, StringComparison.Ordinal);
    });

    [Fact]
    public Task Configure_TcxoNotSaid_NamesTheClock() => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var board = KnownBoards.Find("meshadv-mini")!;
        var model = new Sx1262Model(
            bench.Ether, new ChipModelOptions { Name = "chip", TcxoVolts = 1.8, Dio2IsSwitch = true }, bench.Time);
        await using var radio = await Chips.ChipRadios.OpenAsync(
            new ChipModelBus(model), board with { TcxoVolts = null }, bench.Time, _ => { }, default);
        var failure = await Assert.ThrowsAsync<RadioException>(() => radio.ConfigureAsync(Settings, default).AsTask());
        Assert.Contains("clock of the SX1262 does not start", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, model.Ignored);
    });

    private static Task<ReceivedFrame> ReceiveAsync(IRadio radio) => radio.ReceiveAsync(default).AsTask().WaitAsync(Patience);
}
