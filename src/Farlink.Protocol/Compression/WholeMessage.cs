namespace Farlink.Protocol.Compression;

/// <summary>The whole message that an encoder codes. Used again for the next one, so that none is made for each.</summary>
internal sealed class WholeMessage
{
    /// <summary>A longer buffer is not kept for the next message.</summary>
    public const int KeptOctets = 4096;

    private byte[] _octets = [];
    private int _topicLength;
    private int _extrasLength;
    private int _count;

    /// <summary>No message yet.</summary>
    public WholeMessage()
    {
    }

    /// <summary>A message, as in <see cref="Set"/>.</summary>
    public WholeMessage(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> body, int extrasLength, RecordLook look) =>
        Set(topic, body, extrasLength, look);

    /// <summary>The look.</summary>
    public RecordLook Look { get; private set; }

    /// <summary>All octets: topic, extras, payload.</summary>
    public int Count => _count;

    /// <summary>Octets of the topic.</summary>
    public ReadOnlySpan<byte> Topic => _octets.AsSpan(0, _topicLength);

    /// <summary>Extras and payload.</summary>
    public ReadOnlySpan<byte> Body => _octets.AsSpan(_topicLength, _count - _topicLength);

    /// <summary>The payload.</summary>
    public ReadOnlySpan<byte> Payload => Body[_extrasLength..];

    /// <summary>Takes another message.</summary>
    /// <param name="topic">Octets of the topic.</param>
    /// <param name="body">Extras and payload.</param>
    /// <param name="extrasLength">Octets of the extras.</param>
    /// <param name="look">The look.</param>
    public void Set(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> body, int extrasLength, RecordLook look)
    {
        _count = topic.Length + body.Length;
        if (_octets.Length < _count || _octets.Length > KeptOctets) _octets = new byte[Math.Max(_count, 256)];
        topic.CopyTo(_octets);
        body.CopyTo(_octets.AsSpan(topic.Length));
        (_topicLength, _extrasLength, Look) = (topic.Length, extrasLength, look);
    }

    /// <summary>What is coded in a stage.</summary>
    public ReadOnlySpan<byte> Section(MessageStage stage) => stage switch
    {
        MessageStage.Topic => Topic,
        MessageStage.Extras => Body[.._extrasLength],
        _ => Payload,
    };
}
