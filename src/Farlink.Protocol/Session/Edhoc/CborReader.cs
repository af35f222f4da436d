using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// Reads what <see cref="CborWriter"/> writes, and nothing else: a length that is not the shortest, indefinite lengths, tags,
/// floats and text that is no UTF-8 are refused. It never throws on what a peer sent, and goes no deeper than four arrays.
/// </summary>
internal ref struct CborReader(ReadOnlySpan<byte> octets)
{
    private const int MostDepth = 4;
    private ReadOnlySpan<byte> _rest = octets;

    /// <summary>Whether all is read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>What is not read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>What comes next; null at the end, or for what is not allowed.</summary>
    public readonly CborMajor? Next => _rest.IsEmpty || _rest[0] >> 5 > (int)CborMajor.Map ? null : (CborMajor)(_rest[0] >> 5);

    /// <summary>Reads a whole number.</summary>
    public bool TryReadInt(out long number)
    {
        number = 0;
        var major = Next;
        if (major is not (CborMajor.Unsigned or CborMajor.Negative) || !TryReadHead(out var argument)) return false;
        if (argument > long.MaxValue) return false;
        number = major == CborMajor.Unsigned ? (long)argument : ~(long)argument;
        return true;
    }

    /// <summary>Reads a byte string.</summary>
    public bool TryReadBytes(out ReadOnlySpan<byte> octets)
    {
        octets = default;
        return Next == CborMajor.Bytes && TryReadString(out octets);
    }

    /// <summary>Reads a text string.</summary>
    public bool TryReadText(out string text)
    {
        text = "";
        if (Next != CborMajor.Text || !TryReadString(out var octets) || !Utf8.IsValid(octets)) return false;
        text = Encoding.UTF8.GetString(octets);
        return true;
    }

    /// <summary>Reads the simple value <c>true</c> (RFC 8949 §3.3).</summary>
    public bool TryReadTrue()
    {
        if (_rest.IsEmpty || _rest[0] != CborWriter.SimpleTrue) return false;
        _rest = _rest[1..];
        return true;
    }

    /// <summary>Reads the head of an array; its items follow.</summary>
    public bool TryReadArray(out int items) => TryReadCount(CborMajor.Array, 1, out items);

    /// <summary>Reads the head of a map; its pairs follow.</summary>
    public bool TryReadMap(out int pairs) => TryReadCount(CborMajor.Map, 2, out pairs);

    /// <summary>Reads any item and gives its octets.</summary>
    public bool TryReadItem(out ReadOnlySpan<byte> item)
    {
        var before = _rest;
        item = default;
        if (!TrySkip(MostDepth))
        {
            _rest = before;
            return false;
        }

        item = before[..^_rest.Length];
        return true;
    }

    private bool TrySkip(int depth)
    {
        switch (Next)
        {
            case CborMajor.Unsigned or CborMajor.Negative:
                return TryReadHead(out _);
            case CborMajor.Bytes:
                return TryReadString(out _);
            case CborMajor.Text:
                return TryReadString(out var text) && Utf8.IsValid(text);
            case CborMajor.Array when depth > 0:
                return TryReadArray(out var items) && TrySkip(items, depth);
            case CborMajor.Map when depth > 0:
                return TryReadMap(out var pairs) && TrySkip(2 * pairs, depth);
            default:
                return false;
        }
    }

    private bool TrySkip(int items, int depth)
    {
        for (var i = 0; i < items; i++)
            if (!TrySkip(depth - 1)) return false;
        return true;
    }

    /// <summary>Each item has an octet at least: a count beyond that is refused before anything is done for it.</summary>
    private bool TryReadCount(CborMajor major, int each, out int count)
    {
        count = 0;
        if (Next != major || !TryReadHead(out var argument) || argument > (ulong)(_rest.Length / each)) return false;
        count = (int)argument;
        return true;
    }

    private bool TryReadString(out ReadOnlySpan<byte> octets)
    {
        octets = default;
        if (!TryReadHead(out var length) || length > (ulong)_rest.Length) return false;
        octets = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    private bool TryReadHead(out ulong argument)
    {
        argument = (ulong)(_rest[0] & 0x1F);
        var size = argument < 24 ? 0 : argument <= 27 ? 1 << (int)(argument - 24) : -1;
        if (size < 0 || _rest.Length < 1 + size) return false;
        var follows = _rest[1..(1 + size)];
        var least = 0UL;
        switch (size)
        {
            case 1:
                (argument, least) = (follows[0], 24);
                break;
            case 2:
                (argument, least) = (BinaryPrimitives.ReadUInt16BigEndian(follows), 1UL << 8);
                break;
            case 4:
                (argument, least) = (BinaryPrimitives.ReadUInt32BigEndian(follows), 1UL << 16);
                break;
            case 8:
                (argument, least) = (BinaryPrimitives.ReadUInt64BigEndian(follows), 1UL << 32);
                break;
        }

        if (argument < least) return false;
        _rest = _rest[(1 + size)..];
        return true;
    }
}
