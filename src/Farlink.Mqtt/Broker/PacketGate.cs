using System.Buffers;
using System.IO.Pipelines;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// Looks at the fixed header of every MQTT packet that comes in (MQTT 3.1.1 §2.2) and cuts the client off at one that is too
/// large, before anybody stores it. The first packet must be a CONNECT. The reader behind it must not consume a part of a fixed
/// header: MQTTnet consumes whole packets.
/// </summary>
internal sealed class PacketGate : PipeReader
{
    private const int ConnectType = 1;
    private const int LongestLengthField = 4;

    private readonly PipeReader _inner;
    private readonly Action<string> _cut;
    private int _mostOctets;
    private bool _isFirst = true;
    private long _bodyLeft;
    private ReadOnlySequence<byte> _buffer;

    /// <summary>Octets at the front of the buffer that have been looked at.</summary>
    private long _seen;

    /// <summary>Whether the reader was shown the end, and could do nothing with what came before it.</summary>
    private bool _isEndShown;

    public PacketGate(PipeReader inner, int mostConnectOctets, Action<string> cut)
    {
        _inner = inner;
        _mostOctets = mostConnectOctets;
        _cut = cut;
    }

    /// <summary>Whether the client was cut off here.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Raises the limit once the client is known.</summary>
    public void AllowPackets(int mostOctets) => _mostOctets = mostOctets;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Look(await _inner.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        if (!_inner.TryRead(out result)) return false;
        result = Look(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var octets = _buffer.Slice(0, consumed).Length;
        if (octets > 0) _isEndShown = false;
        _seen = Math.Max(0, _seen - octets);
        _buffer = default;
        _inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => _inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _inner.Complete(exception);

    private ReadResult Look(ReadResult result)
    {
        _buffer = result.Buffer;
        while (!IsCut && _seen < _buffer.Length)
        {
            if (_bodyLeft > 0)
            {
                var body = Math.Min(_bodyLeft, _buffer.Length - _seen);
                _bodyLeft -= body;
                _seen += body;
            }
            else if (!TryLookAtHeader(_buffer.Slice(_seen)))
            {
                break;
            }
        }

        LookForEnd(result);

        // As if the client had closed; the connection is aborted by now.
        return IsCut ? new ReadResult(_buffer.Slice(0, 0), isCanceled: false, isCompleted: true) : result;
    }

    /// <summary>
    /// A part of a packet and then the end: the library would ask for the rest again and again, and never wait.
    /// </summary>
    private void LookForEnd(ReadResult result)
    {
        if (IsCut || !result.IsCompleted || _buffer.IsEmpty) return;
        if (_isEndShown) Cut("it closed in the middle of a packet");
        _isEndShown = true;
    }

    /// <summary>Reads the next fixed header; false if it is not all there yet, or the client was cut off.</summary>
    private bool TryLookAtHeader(ReadOnlySequence<byte> rest)
    {
        Span<byte> header = stackalloc byte[1 + LongestLengthField];
        var available = (int)Math.Min(rest.Length, header.Length);
        rest.Slice(0, available).CopyTo(header);

        long length = 0;
        for (var i = 1; i < available; i++)
        {
            length |= (long)(header[i] & 0x7F) << (7 * (i - 1));
            if ((header[i] & 0x80) != 0) continue;
            return Admit(header[0] >> 4, length, headerOctets: i + 1);
        }

        if (available == header.Length) return Cut("the length of a packet has more than four octets");
        return _isFirst && available > 0 && header[0] >> 4 != ConnectType && Cut("the first packet is not a CONNECT");
    }

    private bool Admit(int type, long length, int headerOctets)
    {
        if (_isFirst && type != ConnectType) return Cut("the first packet is not a CONNECT");
        if (length > _mostOctets)
            return Cut($"a packet of {length} octets; at most {_mostOctets} are allowed {(_isFirst ? "before login" : "here")}");
        _isFirst = false;
        _bodyLeft = length;
        _seen += headerOctets;
        return true;
    }

    private bool Cut(string reason)
    {
        IsCut = true;
        _cut(reason);
        return false;
    }
}
