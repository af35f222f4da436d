using Farlink.Protocol.Messages;
using Farlink.Protocol.Link;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>
/// One run in which disks are wiped, swapped for another's or rolled back, and clocks jump. What only a lost disk had is gone;
/// what is published afterwards must arrive, once, and no nonce may come twice.
/// </summary>
internal static class DiskChaosRun
{
    private const int After = 10;
    private const int Strikes = 8;

    public static void Run(int seed)
    {
        var random = new Random(seed);
        using var ends = new TwoEnds(
            seed, new ChannelOptions { Loss = random.NextDouble() * 0.3 }, null,
            link => link with { ConfirmWithin = Duration.FromSeconds(5 + random.Next(40)) },
            [new NonceChecker(), new MemoryChecker(), new ForgeryChecker()]);
        ends.Start();
        var count = 0;
        SimulatedDisk? older = null;
        for (var i = 0; i < Strikes; i++)
        {
            for (var j = random.Next(6); j > 0; j--)
            {
                (random.Next(3) == 0 ? ends.Base : ends.Site).Submit(Message(++count));
                ends.RunFor(random.NextDouble() * 5);
            }

            Strike(ends, random, ref older);
            ends.RunFor(random.NextDouble() * 60);
        }

        // A clock that jumped back, an hour each time at the most, lets whoever waits by it wait so much longer.
        ends.RunFor((Strikes + 1) * 3600);
        Dictionary<string, int> arrived = [];
        ends.Network.OnPublished = (_, row) =>
        {
            var name = Convert.ToHexString(row.Message.Payload.Span);
            arrived[name] = arrived.GetValueOrDefault(name) + 1;
        };
        List<string> sent = [];
        for (var i = 0; i < After; i++)
        {
            var message = Message(++count);
            sent.Add(Convert.ToHexString(message.Message.Payload.Span));
            Assert.Equal(SubmitVerdict.Taken, (i % 3 == 0 ? ends.Base : ends.Site).Submit(message));
            ends.RunFor(10);
        }

        ends.RunFor(3600);
        ends.Network.Finish();
        Assert.True(ends.Network.Violations.Count == 0, $"seed {seed}:\n{string.Join('\n', ends.Network.Violations.Take(20))}");
        foreach (var times in sent.Select(name => arrived.GetValueOrDefault(name)))
            Assert.True(times == 1, $"seed {seed}: a message came {times} times");
    }

    private static void Strike(TwoEnds ends, Random random, ref SimulatedDisk? older)
    {
        var host = random.Next(2) == 0 ? ends.Site : ends.Base;
        switch (random.Next(5))
        {
            case 0:
                Restart(ends, host, () => host.WipeDisk((ulong)random.NextInt64(1, long.MaxValue)));
                break;
            case 1:
                older = host.Disk.Copy();
                break;
            case 2 when older is { } copy:
                // Its own of some time ago, or the other end's: cards are swapped, backups mixed up.
                Restart(ends, host, () => host.Disk.RollBack(copy));
                break;
            case 3:
                host.JumpClock(Duration.FromSeconds((random.NextDouble() - 0.5) * 7200));
                break;
            default:
                Restart(ends, host, () => { });
                break;
        }
    }

    private static void Restart(TwoEnds ends, SimulatedHost host, Action meanwhile)
    {
        host.Crash();
        meanwhile();
        ends.RunFor(1);
        host.Start();
    }

    private static Submission Message(int number) => new()
    {
        Link = TwoEnds.LinkId,
        Message = new MqttMessage { Topic = "a", Payload = BitConverter.GetBytes(number) },
    };
}
