using Farlink.Protocol.Units;

namespace Farlink.Simulation.Network;

/// <summary>What may happen to a frame between the antennas, beyond what the channel does.</summary>
public sealed record FrameFaults
{
    /// <summary>Share of frames delivered twice, 0 to 1.</summary>
    public double Duplicate { get; init; }

    /// <summary>Share of frames with a bit changed that the CRC did not notice.</summary>
    public double Corrupt { get; init; }

    /// <summary>Share of frames held up, so that they arrive after later ones.</summary>
    public double Delay { get; init; }

    /// <summary>Longest time a frame is held up; default 2 s.</summary>
    public Duration MostDelay { get; init; } = Duration.FromSeconds(2);

    /// <summary>Share of frames recorded and played again, up to an hour later.</summary>
    public double Replay { get; init; }

    internal IEnumerable<(byte[] Octets, Duration Delay, bool IsDirect)> Deliveries(byte[] octets, Random random)
    {
        var first = octets;
        if (Corrupt > 0 && random.NextDouble() < Corrupt)
        {
            first = [.. octets];
            first[random.Next(first.Length)] ^= (byte)(1 << random.Next(8));
        }

        var delay = Delay > 0 && random.NextDouble() < Delay
            ? new Duration((long)(random.NextDouble() * MostDelay.Nanoseconds)) : Duration.Zero;
        yield return (first, delay, first == octets);
        if (first != octets || delay > Duration.Zero) yield break;

        // Played again only after the frame itself arrived: before that it would simply be the frame.
        if (Duplicate > 0 && random.NextDouble() < Duplicate)
            yield return (octets, Duration.FromMilliseconds(random.NextDouble() * 500), false);
        if (Replay > 0 && random.NextDouble() < Replay)
            yield return (octets, Duration.FromSeconds(random.NextDouble() * 3600), false);
    }
}
