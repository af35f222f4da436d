namespace Farlink.Protocol.Compression;

/// <summary>
/// What a stream has said so far in one number, the same at both ends while their models agree. Not against an attacker (the
/// frame's tag is): against an error of ours, of a compiler or of a memory chip, after which a decoder would go on with text that
/// nobody sent. FNV-1a (Fowler, Noll, Vo) over 64 bits.
/// </summary>
internal sealed class TextHash
{
    private const ulong Offset = 0xCBF2_9CE4_8422_2325, Prime = 0x0000_0100_0000_01B3;
    private ulong _hash = Offset;

    /// <summary>A message is whole.</summary>
    /// <param name="lane">Its lane.</param>
    /// <param name="look">Its QoS, retain flag and so on.</param>
    /// <param name="topic">Its topic.</param>
    /// <param name="body">Extras and payload.</param>
    public void Add(int lane, RecordLook look, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> body)
    {
        Add((uint)lane);
        Add((uint)look.Code);
        Add(topic);
        Add(body);
    }

    /// <summary>16 bits of it, other ones for each chunk.</summary>
    /// <param name="chunks">Chunks before this one.</param>
    public int Check(long chunks)
    {
        var hash = (_hash ^ (ulong)chunks) * Prime;
        hash ^= hash >> 32;
        return (int)(hash * 0x9E37_79B9_7F4A_7C15 >> 48);
    }

    private void Add(ReadOnlySpan<byte> octets)
    {
        Add((uint)octets.Length);
        foreach (var octet in octets) _hash = (_hash ^ octet) * Prime;
    }

    private void Add(uint number) => _hash = (_hash ^ number) * Prime;
}
