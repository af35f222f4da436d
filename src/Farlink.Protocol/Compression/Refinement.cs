namespace Farlink.Protocol.Compression;

/// <summary>
/// Corrects a probability by what came true at such a probability in such a context (secondary estimation; Mahoney's APM): 33
/// buckets over the stretched range, interpolated, the nearer one learns.
/// </summary>
internal sealed class Refinement
{
    private const int Buckets = 33;
    private const int Step = 176;
    private const int Rate = 4;
    private readonly ushort[] _cells;
    private int _index;

    /// <summary>Makes one that changes nothing yet.</summary>
    public Refinement(int contexts)
    {
        _cells = new ushort[contexts * Buckets];
        for (var i = 0; i < _cells.Length; i++)
            _cells[i] = (ushort)Logistic.Squash(((i % Buckets) - (Buckets / 2)) * Step);
    }

    /// <summary>Octets held.</summary>
    public long Octets => 2 * _cells.LongLength;

    public void CopyFrom(Refinement other) => other._cells.CopyTo(_cells, 0);

    /// <summary>Refined probability, 16 bits.</summary>
    public int Refine(int stretched, int context)
    {
        var position = Math.Clamp(stretched + (16 * Step), 0, (32 * Step) - 1);
        var bucket = position / Step;
        var part = position % Step;
        _index = (context * Buckets) + bucket + (part >= Step / 2 ? 1 : 0);
        var at = (context * Buckets) + bucket;
        return ((_cells[at] * (Step - part)) + (_cells[at + 1] * part)) / Step;
    }

    /// <summary>Learns.</summary>
    public void Update(int bit)
    {
        var target = bit == 0 ? 0 : Logistic.One - 1;
        _cells[_index] = (ushort)(_cells[_index] + ((target - _cells[_index]) >> Rate));
    }
}
