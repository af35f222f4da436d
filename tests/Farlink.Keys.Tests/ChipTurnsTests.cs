using Farlink.Keys.Atecc608;

namespace Farlink.Keys.Tests;

/// <summary>Whose turn it is at a chip, in a process and on a host.</summary>
public sealed class ChipTurnsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Take_UrgentAmongOthers_IsNextAndTheOthersAreBounded()
    {
        var turns = new ChipTurns();
        using var release = new ManualResetEventSlim();
        var order = new List<string>();
        var busy = Task.Run(() => turns.Take(false, () => release.Wait(Patience)));
        await UntilAsync(() => IsBusy(turns));
        var others = Enumerable.Range(0, ChipTurns.MostWaiting).Select(_ => Task.Run(() => Use(false, "other"))).ToList();
        await UntilAsync(() => Refuses(turns));
        var urgent = Task.Run(() => Use(true, "urgent"));
        await UntilAsync(() => turns.UrgentWaiting == 1);
        release.Set();
        await Task.WhenAll([busy, urgent, .. others]).WaitAsync(Patience);
        Assert.Equal("urgent", order[0]);
        Assert.Equal(1 + ChipTurns.MostWaiting, order.Count);

        int Use(bool isUrgent, string who) => turns.Take(isUrgent, () =>
        {
            order.Add(who);
            return 0;
        });
    }

    [Fact]
    public void Take_UseThrows_TheNextHasItsTurn()
    {
        var turns = new ChipTurns();
        Assert.Throws<InvalidOperationException>(() => turns.Take<int>(false, () => throw new InvalidOperationException()));
        Assert.Equal(3, turns.Take(false, () => 3));
    }

    [Fact]
    public async Task DeviceLock_HeldByAnother_WaitsForItsEnd()
    {
        var device = _folder.File("device");
        await File.WriteAllTextAsync(device, "");
        var first = DeviceLock.Take(device);
        Assert.Null(DeviceLock.TryTake(device));
        var second = Task.Run(() => DeviceLock.Take(device));
        first.Dispose();
        using var taken = await second.WaitAsync(Patience);
        Assert.Null(DeviceLock.TryTake(device));
    }

    [Fact]
    public void Of_SameChip_IsTheSameForAll()
    {
        Assert.Same(ChipTurns.Of(9, 0x60), ChipTurns.Of(9, 0x60));
        Assert.NotSame(ChipTurns.Of(9, 0x60), ChipTurns.Of(9, 0x35));
    }

    private static bool IsBusy(ChipTurns turns) => turns.IsBusy;

    private static bool Refuses(ChipTurns turns)
    {
        if (turns.OthersWaiting < ChipTurns.MostWaiting) return false;
        Assert.Contains(
            "wait for the chip already", Assert.Throws<AteccException>(() => turns.Take(false, () => 0)).Message,
            StringComparison.Ordinal);
        return true;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(clock.Elapsed < Patience);
            await Task.Yield();
        }
    }
}
