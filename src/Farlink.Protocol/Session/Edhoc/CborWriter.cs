using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// The few forms of CBOR that EDHOC sends, deterministic (RFC 8949 §4.2.1): lengths definite and as short as they can be. Items
/// follow each other, as in the CBOR sequences of RFC 9528.
/// </summary>
internal sealed class CborWriter
{
    /// <summary>The octet of <c>true</c>.</summary>
    public const byte SimpleTrue = 0xF5;

    private readonly ArrayBufferWriter<byte> _octets = new(128);

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _octets.WrittenSpan;

    /// <summary>A whole number.</summary>
    public CborWriter Int(long number) =>
        number >= 0 ? Head(CborMajor.Unsigned, (ulong)number) : Head(CborMajor.Negative, (ulong)~number);

    /// <summary>A byte string.</summary>
    public CborWriter Bytes(ReadOnlySpan<byte> octets)
    {
        Head(CborMajor.Bytes, (ulong)octets.Length);
        _octets.Write(octets);
        return this;
    }

    /// <summary>A text string.</summary>
    public CborWriter Text(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        Head(CborMajor.Text, (ulong)octets.Length);
        _octets.Write(octets);
        return this;
    }

    /// <summary>An array of so many items, which follow.</summary>
    public CborWriter Array(int items) => Head(CborMajor.Array, (ulong)items);

    /// <summary>A map of so many pairs, which follow; the caller keeps keys in order.</summary>
    public CborWriter Map(int pairs) => Head(CborMajor.Map, (ulong)pairs);

    /// <summary>The simple value <c>true</c> (RFC 8949 §3.3).</summary>
    public CborWriter True() => Raw([SimpleTrue]);

    /// <inheritdoc cref="Edhoc.ConnectionId"/>
    public CborWriter ConnectionId(ReadOnlySpan<byte> octets)
    {
        Edhoc.ConnectionId.Write(this, octets);
        return this;
    }

    /// <summary>Items that are coded already.</summary>
    public CborWriter Raw(ReadOnlySpan<byte> items)
    {
        _octets.Write(items);
        return this;
    }

    private CborWriter Head(CborMajor major, ulong argument)
    {
        Span<byte> head = stackalloc byte[9];
        var first = (byte)((int)major << 5);
        int size;
        switch (argument)
        {
            case < 24:
                head[0] = (byte)(first | (byte)argument);
                size = 1;
                break;
            case <= byte.MaxValue:
                (head[0], head[1]) = ((byte)(first | 24), (byte)argument);
                size = 2;
                break;
            case <= ushort.MaxValue:
                head[0] = (byte)(first | 25);
                BinaryPrimitives.WriteUInt16BigEndian(head[1..], (ushort)argument);
                size = 3;
                break;
            case <= uint.MaxValue:
                head[0] = (byte)(first | 26);
                BinaryPrimitives.WriteUInt32BigEndian(head[1..], (uint)argument);
                size = 5;
                break;
            default:
                head[0] = (byte)(first | 27);
                BinaryPrimitives.WriteUInt64BigEndian(head[1..], argument);
                size = 9;
                break;
        }

        _octets.Write(head[..size]);
        return this;
    }
}
