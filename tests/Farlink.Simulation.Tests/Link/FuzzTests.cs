using Farlink.Protocol.Link;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Tests.Link;

/// <summary>A million frames that nobody with the key made: no exception, no answer, no change.</summary>
public sealed class FuzzTests
{
    private const int Frames = 1_000_000;

    [Fact]
    public void HandleFrame_MillionRandomAndMutatedFrames_ChangeNothing()
    {
        using var ends = new TwoEnds(1);
        List<byte[]> genuine = [];
        ends.Network.OnFrame = frame => genuine.Add(frame.Octets);
        ends.Start();
        ends.RunFor(5);
        for (var i = 0; i < 20; i++) ends.Site.Submit(TwoEnds.Seed(i));
        for (var i = 0; i < 20; i++) ends.Base.Submit(TwoEnds.Seed(100 + i));
        ends.RunFor(200);
        var random = new Random(1);
        foreach (var host in new[] { ends.Site, ends.Base })
        {
            var machine = host.Machine!;
            var before = machine.Status(TwoEnds.LinkId, host.Now);
            var refused = machine.Refusals.Total;
            var next = machine.NextTimeout(host.Now);
            for (var i = 0; i < Frames / 2; i++)
            {
                var frame = Mutate(genuine[random.Next(genuine.Count)], random);
                machine.HandleFrame(frame, host.Now, new LinkQuality(new Dbm(-40), new Decibel(10)));
                while (machine.PollEvent() is { } happened) Assert.True(happened is LinkEvent.Refused or LinkEvent.ForgeryAlarm);
            }

            Assert.Null(machine.PollCommit());
            Assert.Equal(refused + (Frames / 2), machine.Refusals.Total);
            Assert.Equal(before, machine.Status(TwoEnds.LinkId, host.Now));
            Assert.True(machine.NextTimeout(host.Now) >= next);
        }
    }

    /// <summary>A genuine frame with a few octets changed, cut or grown, or octets at random; never a genuine one.</summary>
    private static byte[] Mutate(byte[] genuine, Random random)
    {
        if (random.Next(2) == 0)
        {
            var octets = new byte[random.Next(0, 260)];
            random.NextBytes(octets);
            if (octets.Length > 1 && random.Next(2) == 0) octets[1] = TwoEnds.LinkId;
            return octets;
        }

        var length = random.Next(4) == 0 ? random.Next(1, 256) : genuine.Length;
        var mutated = new byte[length];
        genuine.AsSpan(0, Math.Min(length, genuine.Length)).CopyTo(mutated);
        for (var i = random.Next(1, 4); i > 0; i--) mutated[random.Next(length)] ^= (byte)random.Next(1, 256);

        // Two changes of one octet may cancel out.
        if (mutated.AsSpan().SequenceEqual(genuine)) mutated[^1] ^= 1;
        return mutated;
    }
}
