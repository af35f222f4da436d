using Farlink.Protocol.Link;
using Farlink.Protocol.Wire;

namespace Farlink.Simulation.Bench;

/// <summary>
/// The fewest octets beside the coded ones, seen on the air: payloads of every length, so that none needs padding.
/// </summary>
internal static class FixedCostBench
{
    /// <summary>A record of the seed's topic, known already: its head and its length.</summary>
    private const int RecordOctets = 2;

    public static (int First, int Repeat, int Acknowledgement) Measure()
    {
        using var link = new BenchLink(3, loss: 0.3);
        var octets = 0;
        var isLong = false;
        int first = 255, repeat = 255, acknowledgement = 255;
        link.Network.OnFrame = frame =>
        {
            var head = (FrameKind)(frame.Octets[0] >> 6);
            if (frame.Sender == link.Base.Radio)
            {
                if (head == FrameKind.Acknowledgement) acknowledgement = Math.Min(acknowledgement, frame.Octets.Length);
                return;
            }

            if (isLong) return;
            var around = frame.Octets.Length - octets - RecordOctets;
            if (head == FrameKind.Fresh) first = Math.Min(first, around);
            if (head == FrameKind.Extended && around > 0) repeat = Math.Min(repeat, around);
        };
        link.Site.Submit(new Submission { Link = BenchLink.Id, Message = BenchLink.Seed(0) });
        isLong = true;
        link.RunFor(60);
        isLong = false;
        for (var i = 20; i < 90; i++)
        {
            var payload = new byte[i];
            new Random(i).NextBytes(payload);
            octets = i;
            link.Site.Submit(new Submission { Link = BenchLink.Id, Message = BenchLink.Seed(0) with { Payload = payload } });
            link.RunFor(100);
        }

        return (first, repeat, acknowledgement);
    }
}
