using Farlink.Protocol.Compression;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Messages;

/// <summary>
/// Turns chunks, in order, back into messages. What it holds is bounded: one unfinished body a lane, none longer than the limit,
/// and <see cref="RecordHead.TopicSlots"/> topics. It never throws on what a peer sent.
/// </summary>
internal sealed class StreamDecoder : IStreamDecoder
{
    private const int Lanes = 3;
    private readonly Unfinished?[] _unfinished = new Unfinished?[Lanes];
    private readonly string?[] _topics = new string?[RecordHead.TopicSlots];
    private readonly SessionClock _clock;
    private readonly int _mostBodyOctets;
    private string? _lastTopic;

    /// <summary>Makes a decoder for one session.</summary>
    /// <param name="clock">The session's clock.</param>
    /// <param name="mostBodyOctets">Longest body; a longer one is a breach of the protocol.</param>
    public StreamDecoder(SessionClock clock, int mostBodyOctets)
    {
        _clock = clock;
        _mostBodyOctets = mostBodyOctets;
    }

    /// <summary>Octets of unfinished bodies held.</summary>
    public int HeldOctets
    {
        get
        {
            var held = 0;
            foreach (var lane in _unfinished) held += lane?.Received ?? 0;
            return held;
        }
    }

    /// <summary>Nothing is predicted here, so there is nothing about which the ends could differ.</summary>
    public int CheckBits => ChunkCheck.FullBits;

    /// <summary>Next to nothing.</summary>
    public long Cost => 0;

    /// <summary>Never asked for.</summary>
    public int TextCheck => 0;

    /// <summary>Decodes the next chunk; false if it breaks the protocol, and then nothing more may be decoded.</summary>
    /// <param name="chunk">Coded octets.</param>
    /// <param name="completed">Receives the messages it completes, in order.</param>
    public bool TryDecode(ReadOnlySpan<byte> chunk, List<Decoded> completed)
    {
        while (!chunk.IsEmpty)
        {
            var head = chunk[0];
            if (head == RecordHead.Padding) return chunk.IndexOfAnyExcept((byte)0) < 0;
            chunk = chunk[1..];
            if (head < RecordHead.FirstLane)
            {
                if (head > Lanes || _unfinished[head - 1] is null) return false;
                _unfinished[head - 1] = null;
                continue;
            }

            var isContinuation = (head & RecordHead.ContinuationBit) != 0;
            if (isContinuation ? (head & 0x1F) != 0 : !TryBegin(head, ref chunk)) return false;
            if (!TryContinue(RecordHead.LaneOf(head), ref chunk, completed)) return false;
        }

        return true;
    }

    private bool TryBegin(byte head, ref ReadOnlySpan<byte> chunk)
    {
        var lane = (int)RecordHead.LaneOf(head);
        if (_unfinished[lane] is not null || (head >> RecordHead.QosShift & 3) == 3) return false;
        string? topic;
        int? newSlot = null;
        if ((head & RecordHead.SameTopicBit) != 0)
        {
            topic = _lastTopic;
            if (topic is null) return false;
        }
        else
        {
            if (!Varint.TryRead(ref chunk, out var reference)) return false;
            if (reference == 0)
            {
                if (!Varint.TryRead(ref chunk, out var slot) || slot >= RecordHead.TopicSlots) return false;
                newSlot = (int)slot;
                topic = null;
            }
            else
            {
                if (reference > RecordHead.TopicSlots || _topics[reference - 1] is not { } known) return false;
                topic = known;
            }
        }

        if (!Varint.TryRead(ref chunk, out var length) || length > _mostBodyOctets) return false;
        _unfinished[lane] = new Unfinished(head, topic, newSlot, (int)length);
        return true;
    }

    private bool TryContinue(Priority lane, ref ReadOnlySpan<byte> chunk, List<Decoded> completed)
    {
        if (_unfinished[(int)lane] is not { } unfinished) return false;
        chunk = chunk[unfinished.Append(chunk)..];
        if (!unfinished.IsComplete) return true;

        _unfinished[(int)lane] = null;
        var read = MessageBody.TryRead(unfinished.Body, unfinished.Head, unfinished.Topic, _clock.Start);
        if (read is not { } decoded) return false;
        if (unfinished.NewSlot is { } slot) _topics[slot] = decoded.Message.Topic;
        _lastTopic = decoded.Message.Topic;
        completed.Add(decoded);
        return true;
    }

    /// <summary>Grows with what has arrived, not with what was announced.</summary>
    private sealed class Unfinished(byte head, string? topic, int? newSlot, int length)
    {
        private byte[] _body = [];

        public byte Head { get; } = head;

        public string? Topic { get; } = topic;

        public int? NewSlot { get; } = newSlot;

        public int Received { get; private set; }

        public bool IsComplete => Received == length;

        public ReadOnlySpan<byte> Body => _body.AsSpan(0, Received);

        public int Append(ReadOnlySpan<byte> octets)
        {
            var count = Math.Min(octets.Length, length - Received);
            if (_body.Length < Received + count)
                Array.Resize(ref _body, Math.Min(length, Math.Max(2 * _body.Length, Received + count)));
            octets[..count].CopyTo(_body.AsSpan(Received));
            Received += count;
            return count;
        }
    }
}
