namespace Farlink.Protocol.Compression;

/// <summary>
/// How far numbers jump relative to what is usual for their field: a learned distribution of |distance| / usual distance in
/// quarter octaves. Fields share it, so a new field needs no more than its own scale.
/// </summary>
internal sealed class DeltaShape
{
    private const int PartsAnOctave = 16;
    private const int PartsABucket = 4;
    private const int Buckets = 80;

    /// <summary>The bucket of the usual distance itself begins here.</summary>
    private const int Origin = 32 * PartsABucket;
    private const int Total = 1 << 16;
    private readonly int[] _masses = new int[Buckets];
    private readonly int[] _below = new int[Buckets + 1];

    /// <summary>Makes a shape that falls by a fifth a bucket on both sides of the usual distance.</summary>
    public DeltaShape()
    {
        var weights = new long[Buckets];
        long sum = 0;
        for (var i = 0; i < Buckets; i++)
        {
            weights[i] = 1 << 20;
            for (var d = Math.Abs(i - 31); d > 0; d--) weights[i] = weights[i] * 13 / 16;
            weights[i] += 64;
            sum += weights[i];
        }

        for (var i = 0; i < Buckets; i++) _masses[i] = Math.Max(1, (int)(weights[i] * Total / sum));
        Accumulate();
    }

    /// <summary>Mass of all distances, about 2^24.</summary>
    public int All => _below[Buckets];

    /// <summary>Takes over another's state.</summary>
    public void CopyFrom(DeltaShape other)
    {
        other._masses.CopyTo(_masses, 0);
        other._below.CopyTo(_below, 0);
    }

    /// <summary>log2 in sixteenths of a number from 1.</summary>
    public static int Log(ulong value)
    {
        var octave = 63 - (int)ulong.LeadingZeroCount(value);
        var rest = octave >= 4 ? (int)(value >> (octave - 4)) & 15 : (int)(value << (4 - octave)) & 15;
        return (octave * PartsAnOctave) + rest;
    }

    /// <summary>Mass of distances up to this one, zero not among them.</summary>
    /// <param name="distance">Size of the distance.</param>
    /// <param name="scale">log2 of the usual one, in sixteenths.</param>
    public int UpTo(ulong distance, int scale)
    {
        if (distance == 0) return 0;
        var position = Log(distance) - scale + Origin;
        // Far below the usual distance: half of the lowest bucket, spread over four octaves.
        if (position <= 0) return (int)((long)_below[1] * Math.Max(1, position + (4 * PartsAnOctave)) / (8 * PartsAnOctave));
        var bucket = position / PartsABucket;
        if (bucket >= Buckets - 1) return _below[Buckets];
        return _below[bucket + 1] + ((_masses[bucket + 1] << 8) * (position % PartsABucket) / PartsABucket);
    }

    /// <summary>Learns a distance, not zero.</summary>
    public void Learn(ulong distance, int scale)
    {
        var position = Log(distance) - scale + Origin - 2;
        for (var i = 0; i < Buckets; i++) _masses[i] -= (_masses[i] - 4) >> 7;
        _masses[Math.Clamp(position / PartsABucket, 0, Buckets - 1)] += Total >> 7;
        Accumulate();
    }

    private void Accumulate()
    {
        for (var i = 0; i < Buckets; i++) _below[i + 1] = _below[i] + (_masses[i] << 8);
    }
}
