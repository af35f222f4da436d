using Farlink.Protocol.Compression;

namespace Farlink.Protocol.Link;

/// <summary>
/// Chunks whose text the receiver has not proven to be the sender's yet. Each chunk brings some bits of the text's hash, for all
/// text up to its end; a chunk is proven once it and those after it have brought 16.
/// </summary>
/// <typeparam name="T">What is to be done then.</typeparam>
internal sealed class CheckedChunks<T>
{
    private readonly List<(long Number, int Bits, T Content)> _open = [];

    /// <summary>Chunks not proven.</summary>
    public int Count => _open.Count;

    /// <summary>The first chunk that is not proven; there must be one.</summary>
    public T First => _open[0].Content;

    /// <summary>The next chunk, in order.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="bits">Bits of the hash that it brings.</param>
    /// <param name="content">What waits for it.</param>
    /// <param name="proven">Receives the content of each chunk that is proven by it, in order.</param>
    public void Add(long number, int bits, T content, List<T> proven)
    {
        _open.Add((number, 0, content));
        for (var i = 0; i < _open.Count; i++) _open[i] = _open[i] with { Bits = _open[i].Bits + bits };
        Take(one => one.Bits >= ChunkCheck.FullBits, proven);
    }

    /// <summary>All text before a chunk was compared.</summary>
    public void Prove(long below, List<T> proven) => Take(one => one.Number < below, proven);

    /// <summary>Forgets all.</summary>
    public void Clear() => _open.Clear();

    private void Take(Predicate<(long Number, int Bits, T Content)> isProven, List<T> proven)
    {
        var count = _open.FindIndex(one => !isProven(one));
        if (count < 0) count = _open.Count;
        for (var i = 0; i < count; i++) proven.Add(_open[i].Content);
        _open.RemoveRange(0, count);
    }
}
