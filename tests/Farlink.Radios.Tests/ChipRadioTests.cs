using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios.Boards;
using Farlink.Simulation.Air;

namespace Farlink.Radios.Tests;

/// <summary>What a radio on a chip must do on each board, with each modulation and power.</summary>
public sealed class ChipRadioTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly RadioSettings Settings = new() { Frequency = Hertz.FromMegahertz(868.1) };
    private static readonly byte[] Frame = [.. Enumerable.Range(1, 40).Select(one => (byte)one)];

    public static TheoryData<string> Boards { get; } = [.. KnownBoards.All.Select(board => board.Name)];

    public static TheoryData<string, int, double, int, bool, bool> Modulations
    {
        get
        {
            var data = new TheoryData<string, int, double, int, bool, bool>();
            foreach (var board in (string[])["dragino-lora-gps-hat", "waveshare-sx1262-spi"])
            {
                data.Add(board, 7, 125, 1, false, false);
                data.Add(board, 7, 500, 1, false, false);
                data.Add(board, 9, 31.25, 4, false, false);
                data.Add(board, 9, 31.25, 4, true, false);
                data.Add(board, 10, 250, 2, false, true);
                data.Add(board, 8, 41.667, 3, false, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public Task Board_EveryKnownOne_SendsAndReceives(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (left, _) = await bench.OpenAsync(KnownBoards.Find(name)!, "left");
        var (right, _) = await bench.OpenAsync(KnownBoards.Find(name)!, "right");
        await using var owned = left;
        await using var ownedToo = right;
        await left.ConfigureAsync(Settings, default);
        await right.ConfigureAsync(Settings, default);
        await left.SendAsync(Frame, default);
        Assert.Equal(Frame, (await ReceiveAsync(right)).Octets.ToArray());
    });

    [Theory]
    [MemberData(nameof(Modulations))]
    public Task Modulation_BothEndsTheSame_IsHeardByAnIndependentRadio(
        string name, int factor, double kilohertz, int parity, bool lowDataRate, bool invert) =>
            VirtualTime.RunAsync(async time =>
    {
        // The other end is the channel model itself: it knows no registers that could be wrong twice.
        var settings = Settings with
        {
            Frequency = Hertz.FromMegahertz(868.3),
            Modulation = new LoRaModulation
            {
                SpreadingFactor = new SpreadingFactor(factor),
                Bandwidth = LoRaModulation.Bandwidths.MinBy(one => Math.Abs(one.Kilohertz - kilohertz)),
                CodingRate = CodingRate.FromParityBits(parity),
                LowDataRateOptimize = lowDataRate,
                InvertIq = invert,
                SyncWord = 0x34,
            },
        };
        var bench = new ChipBench(time);
        var (chip, _) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await using var owned = chip;
        await using var plain = bench.Ether.CreateRadio("plain");
        await chip.ConfigureAsync(settings, default);
        await plain.ConfigureAsync(settings, default);
        var sent = await chip.SendAsync(Frame, default);
        Assert.Equal(LoRaAirtime.Of(settings.Modulation, Frame.Length), sent.Airtime);
        Assert.Equal(Frame, (await ReceiveAsync(plain)).Octets.ToArray());
        await plain.SendAsync(Frame, default);
        var heard = await ReceiveAsync(chip);
        Assert.Equal(Frame, heard.Octets.ToArray());
        Assert.InRange(heard.FrequencyError!.Value.Value, -100, 100);
    });

    [Theory]
    [InlineData("dragino-lora-gps-hat", 2, 2)]
    [InlineData("dragino-lora-gps-hat", 14, 14)]
    [InlineData("dragino-lora-gps-hat", 17, 17)]
    [InlineData("dragino-lora-gps-hat", 18, 18)]
    [InlineData("dragino-lora-gps-hat", 20, 20)]
    [InlineData("waveshare-sx1262-spi", -9, -9)]
    [InlineData("waveshare-sx1262-spi", 14, 14)]
    [InlineData("waveshare-sx1262-spi", 22, 22)]
    [InlineData("meshadv", 14, 14)]
    [InlineData("meshadv", 30, 30)]
    public Task Power_Asked_IsWhatComesOverTheAir(string name, double asked, double expected) =>
        VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, _) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await using var owned = chip;
        await using var reference = bench.Ether.CreateRadio("reference");
        await using var plain = bench.Ether.CreateRadio("plain", new Position(50, 0));
        await chip.ConfigureAsync(Settings, default);
        await plain.ConfigureAsync(Settings, default);
        await reference.ConfigureAsync(Settings with { TransmitPower = new Dbm(expected) }, default);
        await chip.SetPowerAsync(new Dbm(asked), default);
        await chip.SendAsync(Frame, default);
        var heard = (await ReceiveAsync(plain)).Rssi!.Value.Value;
        await reference.SendAsync(Frame, default);
        Assert.Equal((await ReceiveAsync(plain)).Rssi!.Value.Value, heard, 0.6);
    });

    [Theory]
    [InlineData("dragino-lora-gps-hat")]
    [InlineData("waveshare-sx1262-spi")]
    public Task Signal_Reported_IsThatOfTheAir(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        foreach (var metres in (double[])[50, 500, 1200])
        {
            var (chip, _) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
            await using var owned = chip;
            await using var sender = bench.Ether.CreateRadio("sender", new Position(metres, 0));
            await using var plain = bench.Ether.CreateRadio("plain");
            await chip.ConfigureAsync(Settings, default);
            await plain.ConfigureAsync(Settings, default);
            await sender.ConfigureAsync(Settings, default);
            await sender.SendAsync(Frame, default);
            var (ours, truth) = (await ReceiveAsync(chip), await ReceiveAsync(plain));
            Assert.Equal(truth.Rssi!.Value.Value, ours.Rssi!.Value.Value, 1.1);
            Assert.Equal(truth.Snr!.Value.Value, ours.Snr!.Value.Value, 0.3);
        }
    });

    [Theory]
    [InlineData("dragino-lora-gps-hat")]
    [InlineData("waveshare-sx1262-spi")]
    public Task DetectActivity_SomebodySends_IsTrueAndTheFrameUnderWayIsNotLost(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var slow = Settings with { Modulation = new LoRaModulation { SpreadingFactor = new SpreadingFactor(9) } };
        var (chip, _) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await using var owned = chip;
        await using var other = bench.Ether.CreateRadio("other");
        await chip.ConfigureAsync(slow, default);
        await other.ConfigureAsync(slow, default);
        Assert.False(await chip.DetectActivityAsync(default));
        var sending = other.SendAsync(new byte[200], default).AsTask();
        Assert.True(await chip.DetectActivityAsync(default));

        // Its header has been read by then: looking again must not stop the reception.
        await other.SendAsync(Frame, default).AsTask().WaitAsync(Patience);
        var again = other.SendAsync(new byte[250], default).AsTask();
        await time.PassAsync(TimeSpan.FromMilliseconds(250));
        Assert.True(await chip.DetectActivityAsync(default));
        await Task.WhenAll(sending, again);
        while ((await ReceiveAsync(chip)).Octets.Length != 250)
        {
            // Those before it may have been lost to the first look.
        }
    });

    [Theory]
    [InlineData("dragino-lora-gps-hat")]
    [InlineData("waveshare-sx1262-spi")]
    public Task Receive_BrokenFrame_IsCountedAndNotShown(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, model) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await using var owned = chip;
        await using var other = bench.Ether.CreateRadio("other");
        await chip.ConfigureAsync(Settings, default);
        await other.ConfigureAsync(Settings, default);
        model.Faults.CrcErrorShare = 1;
        await other.SendAsync(new byte[] { 1, 2, 3 }, default);
        model.Faults.CrcErrorShare = 0;
        await other.ConfigureAsync(Settings with { Modulation = new LoRaModulation { Crc = false } }, default);
        await other.SendAsync(new byte[] { 4, 5, 6 }, default);
        await other.ConfigureAsync(Settings, default);
        await other.SendAsync(Frame, default);
        Assert.Equal(Frame, (await ReceiveAsync(chip)).Octets.ToArray());
        Assert.Equal(2, chip.Broken);
    });

    [Theory]
    [InlineData("dragino-lora-gps-hat")]
    [InlineData("waveshare-sx1262-spi")]
    public Task Receive_ManyLargeFrames_WrapTheBufferAndStayWhole(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, _) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await using var owned = chip;
        await using var other = bench.Ether.CreateRadio("other");
        await chip.ConfigureAsync(Settings, default);
        await other.ConfigureAsync(Settings, default);
        for (var i = 0; i < 6; i++)
        {
            var octets = new byte[100 + (30 * i)];
            new Random(i).NextBytes(octets);
            await other.SendAsync(octets, default);
            Assert.Equal(octets, (await ReceiveAsync(chip)).Octets.ToArray());
        }
    });

    [Theory]
    [InlineData("dragino-lora-gps-hat", 21)]
    [InlineData("dragino-lora-gps-hat", 1)]
    [InlineData("waveshare-sx1262-spi", 23)]
    [InlineData("meshadv", 2)]
    public Task Configure_ImpossiblePower_IsRefusedForGood(string name, double power) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, _) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await using var owned = chip;
        var failure = await Assert.ThrowsAsync<RadioException>(
            () => chip.ConfigureAsync(Settings with { TransmitPower = new Dbm(power) }, default).AsTask());
        Assert.True(failure.IsFinal);
    });

    [Theory]
    [InlineData("dragino-lora-gps-hat")]
    [InlineData("waveshare-sx1262-spi")]
    public Task Idle_AnHour_AsksTheChipByTheClockOnly(string name) => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, model) = await bench.OpenAsync(KnownBoards.Find(name)!, "chip");
        await using var owned = chip;
        await chip.ConfigureAsync(Settings, default);
        var (before, start) = (model.Transferred, bench.Time.GetTimestamp());
        await time.PassAsync(TimeSpan.FromHours(0.5));

        // A look every ten seconds, of some twenty octets: nothing is polled for interrupts.
        var looks = bench.Time.GetElapsedTime(start).TotalSeconds / 10;
        Assert.InRange((model.Transferred - before) / looks, 1, 40);
    });

    private static Task<ReceivedFrame> ReceiveAsync(IRadio radio) => radio.ReceiveAsync(default).AsTask().WaitAsync(Patience);
}
