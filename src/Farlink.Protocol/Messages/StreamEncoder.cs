using Farlink.Protocol.Compression;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Messages;

/// <summary>Gives the messages that wait, one at a time, at the moment they are coded.</summary>
/// <typeparam name="T">The queue's own entry.</typeparam>
internal interface IMessageSource<T>
{
    /// <summary>The next entry of a lane, not yet taken; false if none is due.</summary>
    bool TryPeek(Priority lane, out T entry, out Outgoing outgoing);

    /// <summary>The entry last peeked has begun: it can no longer be replaced or expire unseen.</summary>
    void Take(T entry);
}

/// <summary>
/// Turns messages into chunks, frame by frame (docs/protocol.md §7). A higher lane passes an unfinished message of a lower one at
/// the beginning of a chunk.
/// </summary>
/// <typeparam name="T">The queue's own entry.</typeparam>
internal sealed class StreamEncoder<T> : IStreamEncoder<T>
{
    private const int Lanes = 3;
    private readonly Half?[] _unfinished = new Half?[Lanes];
    private readonly bool[] _isWithdrawn = new bool[Lanes];
    private readonly SessionClock _clock;
    private readonly TopicTable _topics = new();
    private string? _lastTopic;

    /// <summary>Makes an encoder for one session.</summary>
    public StreamEncoder(SessionClock clock) => _clock = clock;

    /// <summary>Whether a message is half on the air.</summary>
    public bool HasUnfinished => Array.Exists(_unfinished, lane => lane is not null);

    /// <summary>Whether a message of this lane is half on the air.</summary>
    public bool IsUnfinished(Priority lane) => _unfinished[(int)lane] is not null;

    /// <summary>Nothing is predicted here, so there is nothing about which the ends could differ.</summary>
    public int CheckBits => ChunkCheck.FullBits;

    /// <summary>Never asked for.</summary>
    public int TextCheck => 0;

    /// <inheritdoc/>
    public byte[]? Fill(
        int mostOctets, IMessageSource<T> source, List<T> completed, List<(T Entry, int Octets)> parts, ChunkShape? shape = null)
    {
        var chunk = new byte[mostOctets];
        var size = Fill(chunk, source, completed, parts);
        if (size == 0) return null;
        if (shape is not null) size = Math.Min(mostOctets, shape.Padded(size));
        return chunk[..size];
    }

    /// <summary>Fills a chunk and returns its octets; 0 if nothing is due.</summary>
    /// <param name="chunk">At most so much.</param>
    /// <param name="source">Where messages come from.</param>
    /// <param name="completed">Receives the entries whose last octet is in this chunk, in order.</param>
    /// <param name="parts">Receives what each entry takes of the chunk, if wanted.</param>
    public int Fill(Span<byte> chunk, IMessageSource<T> source, List<T> completed, List<(T Entry, int Octets)>? parts = null)
    {
        var at = 0;
        for (var lane = Priority.Urgent; lane <= Priority.Bulk; lane++)
        {
            if (_isWithdrawn[(int)lane])
            {
                // It must be said before another message of the lane begins; alone it is not worth a frame.
                if (at == chunk.Length) break;
                if (at == 0 && !source.TryPeek(lane, out _, out _)) continue;
                chunk[at++] = (byte)((int)lane + 1);
                _isWithdrawn[(int)lane] = false;
            }

            if (_unfinished[(int)lane] is { } unfinished)
            {
                if (chunk.Length - at < 2) break;
                chunk[at++] = (byte)(RecordHead.LaneBits(lane) | RecordHead.ContinuationBit);
                var octets = Continue(lane, unfinished, chunk[at..], completed);
                parts?.Add((unfinished.Entry, octets + 1));
                at += octets;
            }

            while (_unfinished[(int)lane] is null && source.TryPeek(lane, out var entry, out var outgoing))
            {
                var written = Begin(lane, entry, outgoing, chunk[at..], completed);
                if (written == 0) return at;
                source.Take(entry);
                parts?.Add((entry, written));
                at += written;
            }
        }

        return at;
    }

    /// <inheritdoc/>
    public long Estimate(long octets) => octets;

    /// <summary>Octets of half coded messages that are still to be coded.</summary>
    public int UnfinishedOctets => _unfinished.Sum(lane => lane is null ? 0 : lane.Body.Length - lane.Sent);

    /// <summary>The messages that are half on the air, by lane.</summary>
    public IEnumerable<T> Unfinished() => _unfinished.Where(lane => lane is not null).Select(lane => lane!.Entry);

    /// <summary>
    /// Takes back an unfinished message; the receiver learns it with the next chunk. False if it is not unfinished.
    /// </summary>
    public bool Withdraw(T entry)
    {
        var lane = Array.FindIndex(_unfinished, half => half is not null && Equals(half.Entry, entry));
        if (lane < 0) return false;
        _unfinished[lane] = null;
        _isWithdrawn[lane] = true;
        return true;
    }

    private int Begin(Priority lane, T entry, Outgoing outgoing, Span<byte> room, List<T> completed)
    {
        var topic = outgoing.Message.Topic;
        var isSame = topic == _lastTopic;
        var slot = 0;
        var isKnown = isSame || _topics.TryFind(topic, out slot);
        var body = MessageBody.Write(outgoing, isKnown ? null : topic, _clock.Start);
        if (room.Length < HeadSize(isSame, isKnown, slot, body.Length) + Math.Min(1, body.Length)) return 0;

        room[0] = (byte)(RecordHead.LaneBits(lane) | ((int)outgoing.Message.Qos << RecordHead.QosShift)
            | (outgoing.Message.Retain ? RecordHead.RetainBit : 0) | (isSame ? RecordHead.SameTopicBit : 0)
            | (MessageBody.HasExtras(outgoing) ? RecordHead.ExtrasBit : 0));
        var at = 1;
        if (!isKnown)
        {
            slot = _topics.Claim(outgoing.Publisher);
            room[at++] = 0;
        }

        if (!isSame) at += Varint.Write(room[at..], (ulong)(isKnown ? slot + 1 : slot));
        at += Varint.Write(room[at..], (ulong)body.Length);
        var unfinished = new Half(entry, topic, isKnown ? null : slot, body);
        _unfinished[(int)lane] = unfinished;
        return at + Continue(lane, unfinished, room[at..], completed);
    }

    /// <summary>Octets before the body; a slot still to be claimed counts as two.</summary>
    private static int HeadSize(bool isSame, bool isKnown, int slot, int bodyOctets)
    {
        var reference = isSame ? 0 : isKnown ? Varint.Size((ulong)slot + 1) : 3;
        return 1 + reference + Varint.Size((ulong)bodyOctets);
    }

    private int Continue(Priority lane, Half unfinished, Span<byte> room, List<T> completed)
    {
        var count = Math.Min(room.Length, unfinished.Body.Length - unfinished.Sent);
        unfinished.Body.AsSpan(unfinished.Sent, count).CopyTo(room);
        unfinished.Sent += count;
        if (unfinished.Sent < unfinished.Body.Length) return count;

        _unfinished[(int)lane] = null;
        if (unfinished.NewSlot is { } slot) _topics.Define(slot, unfinished.Topic);
        _lastTopic = unfinished.Topic;
        completed.Add(unfinished.Entry);
        return count;
    }

    private sealed class Half(T entry, string topic, int? newSlot, byte[] body)
    {
        public T Entry { get; } = entry;

        public string Topic { get; } = topic;

        public int? NewSlot { get; } = newSlot;

        public byte[] Body { get; } = body;

        public int Sent { get; set; }
    }
}
