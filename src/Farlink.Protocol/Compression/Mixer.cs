using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Farlink.Protocol.Compression;

/// <summary>
/// Gated linear mixing in the logistic domain (Mahoney, PAQ6 and PAQ7; Mattern, "Mixing Strategies in Data Compression", 2012):
/// several sets of weights, each chosen by a small context, weigh the same inputs; a last set weighs their results. Weights are
/// 16.16 and bounded, so no product overflows; sums are exact, so the order of vector lanes cannot matter.
/// </summary>
internal sealed class Mixer
{
    private const int WeightLimit = (1 << 19) - 1;

    /// <summary>A set that was seldom used learns slowly, so that it does not run after the first few.</summary>
    private const int FirstRate = 40_960;
    private const int LastRate = 110_000;
    private const int RateSteps = 64;

    /// <summary>Inputs are many and say much the same, so each weighs little at first.</summary>
    private const int FirstWeight = (1 << 16) / 16;
    private readonly int _inputs;
    private readonly int[] _weights;
    private readonly int[] _values;
    private readonly int[] _sizes;
    private readonly int[] _starts;
    private readonly int[] _chosen;
    private readonly int[] _results;
    private readonly int[] _last;
    private readonly int[] _rates;
    private int _lastChosen;

    /// <summary>Makes a mixer.</summary>
    /// <param name="inputs">Number of inputs, a multiple of 4.</param>
    /// <param name="sets">Number of weight sets of each selector.</param>
    /// <param name="finals">Number of sets of the last stage.</param>
    public Mixer(int inputs, ReadOnlySpan<int> sets, int finals)
    {
        _inputs = inputs;
        _values = new int[inputs];
        _sizes = sets.ToArray();
        _starts = new int[sets.Length];
        var total = 0;
        for (var i = 0; i < sets.Length; i++)
        {
            _starts[i] = total;
            total += sets[i];
        }

        _weights = new int[total * inputs];
        Array.Fill(_weights, FirstWeight);
        _rates = new int[total];
        Array.Fill(_rates, FirstRate);
        _chosen = new int[sets.Length];
        _results = new int[sets.Length];
        _last = new int[finals * sets.Length];
        Array.Fill(_last, (1 << 16) / sets.Length);
    }

    /// <summary>Octets held.</summary>
    public long Octets => 4 * (_weights.LongLength + _last.LongLength + _rates.LongLength);

    public void CopyFrom(Mixer other)
    {
        other._weights.CopyTo(_weights, 0);
        other._last.CopyTo(_last, 0);
        other._rates.CopyTo(_rates, 0);
    }

    /// <summary>The inputs, stretched; set before <see cref="Mix"/>.</summary>
    public Span<int> Inputs => _values;

    /// <summary>Chooses a set of a selector.</summary>
    public void Choose(int selector, int set) => _chosen[selector] = _starts[selector] + set;

    /// <summary>Mixes; the result is stretched.</summary>
    /// <param name="final">Which set of the last stage.</param>
    public int Mix(int final)
    {
        _lastChosen = final * _chosen.Length;
        long sum = 0;
        for (var i = 0; i < _chosen.Length; i++)
        {
            var dot = Dot(_weights.AsSpan(_chosen[i] * _inputs, _inputs), _values);
            _results[i] = Math.Clamp(dot >> 8, -Logistic.Limit, Logistic.Limit);
            sum += (long)_results[i] * _last[_lastChosen + i];
        }

        return (int)Math.Clamp(sum >> 16, -Logistic.Limit, Logistic.Limit);
    }

    /// <summary>Learns from what came.</summary>
    /// <param name="bit">The decision.</param>
    /// <param name="mixed">What <see cref="Mix"/> had said, as a probability.</param>
    public void Update(int bit, int mixed)
    {
        var lastError = (bit << 16) - mixed;
        for (var i = 0; i < _chosen.Length; i++)
        {
            var error = (bit << 16) - Logistic.Squash(_results[i]);
            var change = (_results[i] * lastError) >> 14;
            ref var weight = ref _last[_lastChosen + i];
            weight = Math.Clamp(weight + (int)((change + 8) >> 4), -WeightLimit, WeightLimit);
            ref var rate = ref _rates[_chosen[i]];
            Train(_weights.AsSpan(_chosen[i] * _inputs, _inputs), _values, (error * (rate >> 4)) >> 14);
            rate -= (rate - LastRate) / RateSteps;
        }
    }

    /// <summary>Sum of weight x value, 8 bits of fraction over a stretched value.</summary>
    private static int Dot(ReadOnlySpan<int> weights, ReadOnlySpan<int> values)
    {
        var w = MemoryMarshal.Cast<int, Vector128<int>>(weights);
        var v = MemoryMarshal.Cast<int, Vector128<int>>(values);
        var sum = Vector128<int>.Zero;
        for (var i = 0; i < w.Length; i++) sum += (w[i] * v[i]) >> 8;
        return Vector128.Sum(sum);
    }

    private static void Train(Span<int> weights, ReadOnlySpan<int> values, int error)
    {
        var w = MemoryMarshal.Cast<int, Vector128<int>>(weights);
        var v = MemoryMarshal.Cast<int, Vector128<int>>(values);
        var e = Vector128.Create(error);
        var half = Vector128.Create(1 << 13);
        var most = Vector128.Create(WeightLimit);
        for (var i = 0; i < w.Length; i++)
            w[i] = Vector128.Min(Vector128.Max(w[i] + (((v[i] * e) + half) >> 14), -most), most);
    }
}
