using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Simulation.Air;
using Farlink.Simulation.Chips;

namespace Farlink.Radios.Tests;

/// <summary>
/// What other drivers than ours do with a chip: single reception, timeouts, sleep, listening by signal strength.
/// </summary>
public sealed class ChipModelTests
{
    private static readonly byte[] Frame = [.. Enumerable.Range(1, 20).Select(one => (byte)one)];

    [Theory]
    [InlineData(100, 0x50)]
    [InlineData(12, 0x50)]
    public Task Sx1276_SingleReception_EndsWithoutATimeoutIfAFrameCame(int symbols, int expected) =>
        VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var (chip, other) = await ListenOnceAsync(bench, symbols);
        await other.SendAsync(Frame, default);
        await time.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(expected, chip[0x12]);
        Assert.Equal(0x81, chip[0x01]);
        Assert.Equal((0, 1, 0, 1), (chip[0x14], chip[0x15], chip[0x16], chip[0x17]));
    });

    [Fact]
    public Task Sx1276_SingleReception_NothingCame_TimesOut() => VirtualTime.RunAsync(async time =>
    {
        var (chip, _) = await ListenOnceAsync(new ChipBench(time), 100);
        await time.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal((0x80, 0x81), (chip[0x12], chip[0x01]));
    });

    [Fact]
    public Task Sx1276_CurrentRssi_FollowsTheAir() => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var chip = await ConfiguredAsync<Sx1276Model>(bench, ChipBench.Sx1276);
        var (quiet, loud) = await StrengthsAsync(bench, async () => (await AskAsync(time, chip, 0x1B, 0))[1] - 157);
        Assert.InRange(quiet, -119, -115);
        Assert.InRange(loud, -90, -80);
    });

    [Fact]
    public Task Sx1262_CurrentRssi_FollowsTheAir() => VirtualTime.RunAsync(async time =>
    {
        var bench = new ChipBench(time);
        var chip = await ConfiguredAsync<Sx1262Model>(bench, ChipBench.Sx1262);
        var (quiet, loud) = await StrengthsAsync(bench, async () => (await AskAsync(time, chip, 0x15, 0, 0))[2] / -2);
        Assert.InRange(quiet, -119, -115);
        Assert.InRange(loud, -90, -80);
    });

    [Fact]
    public Task Sx1262_TransmissionWithATimeout_EndsOnce() => VirtualTime.RunAsync(async time =>
    {
        var chip = await ConfiguredAsync<Sx1262Model>(new ChipBench(time), ChipBench.Sx1262);
        await AskAsync(time, chip, 0x80, 0x01);
        await AskAsync(time, chip, 0x08, 0x03, 0xFF, 0, 0, 0, 0, 0, 0);
        await AskAsync(time, chip, 0x02, 0x03, 0xFF);
        await AskAsync(time, chip, 0x83, 0x00, 0xFA, 0x00);
        await time.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("0001", Convert.ToHexString((await AskAsync(time, chip, 0x12, 0, 0, 0)).AsSpan(2)));

        // And one that is too short for the frame.
        await AskAsync(time, chip, 0x02, 0x03, 0xFF);
        await AskAsync(time, chip, 0x83, 0x00, 0x06, 0x40);
        await time.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("0200", Convert.ToHexString((await AskAsync(time, chip, 0x12, 0, 0, 0)).AsSpan(2)));
    });

    [Fact]
    public Task Sx1262_Sleep_IsBusyUntilItIsSelected() => VirtualTime.RunAsync(async time =>
    {
        var chip = await ConfiguredAsync<Sx1262Model>(new ChipBench(time), ChipBench.Sx1262);
        await AskAsync(time, chip, 0x84, 0x04);
        await time.PassAsync(TimeSpan.FromSeconds(1));
        Assert.True(chip.Read(ChipLine.Busy));
        chip.Select(true);
        Assert.True(chip.Read(ChipLine.Busy));
        chip.Select(false);
        await time.PassAsync(TimeSpan.FromMilliseconds(5));
        Assert.False(chip.Read(ChipLine.Busy));
        Assert.Equal(2, await ModeAsync(time, chip));
    });

    [Theory]
    [InlineData(0x20, 2)]
    [InlineData(0x30, 3)]
    [InlineData(0x40, 4)]
    public Task Sx1262_ModeAfterAFrame_IsTheFallback(byte fallback, int expected) => VirtualTime.RunAsync(async time =>
    {
        var chip = await ConfiguredAsync<Sx1262Model>(new ChipBench(time), ChipBench.Sx1262);
        await AskAsync(time, chip, 0x80, 0x01);
        await AskAsync(time, chip, 0xC1);
        Assert.Equal(4, await ModeAsync(time, chip));
        await AskAsync(time, chip, 0x93, fallback);
        await AskAsync(time, chip, 0x83, 0, 0, 0);
        await time.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(expected, await ModeAsync(time, chip));
    });

    /// <summary>A chip that our driver has set up, and let go of.</summary>
    private static async Task<T> ConfiguredAsync<T>(ChipBench bench, Board board)
        where T : ChipModel
    {
        var model = bench.Model(board, "chip");
        var radio = await Chips.ChipRadios.OpenAsync(new WithoutResetBus(model), board, bench.Time, _ => { }, default);
        await radio.ConfigureAsync(RegisterTests.Usual, default);
        await radio.DisposeAsync();
        await ((VirtualTime)bench.Time).PassAsync(TimeSpan.FromMilliseconds(1));
        return (T)model;
    }

    private static async Task<(Sx1276Model Chip, IRadio Other)> ListenOnceAsync(ChipBench bench, int symbols)
    {
        var chip = await ConfiguredAsync<Sx1276Model>(bench, ChipBench.Sx1276);
        var other = bench.Ether.CreateRadio("other", new Position(50, 0));
        await other.ConfigureAsync(RegisterTests.Usual, default);
        Read(chip, 0x81, 0x81);
        Read(chip, 0x92, 0xFF);
        Read(chip, 0x9F, (byte)symbols);
        Read(chip, 0x81, 0x86);
        return (chip, other);
    }

    private static async Task<(int Quiet, int Loud)> StrengthsAsync(ChipBench bench, Func<Task<int>> read)
    {
        await using var other = bench.Ether.CreateRadio("other", new Position(50, 0));
        await other.ConfigureAsync(RegisterTests.Usual, default);
        var quiet = await read();
        var sending = other.SendAsync(Frame, default).AsTask();
        var loud = await read();
        await sending;
        return (quiet, loud);
    }

    private static async Task<byte[]> AskAsync(VirtualTime time, ChipModel chip, params byte[] command)
    {
        await time.PassAsync(TimeSpan.FromMilliseconds(1));
        return Read(chip, command);
    }

    private static async Task<int> ModeAsync(VirtualTime time, Sx1262Model chip) =>
        (await AskAsync(time, chip, 0xC0, 0))[1] >> 4 & 7;

    private static byte[] Read(ChipModel chip, params byte[] octets)
    {
        chip.Select(true);
        byte[] answer = [.. octets.Select(chip.Exchange)];
        chip.Select(false);
        return answer;
    }
}
