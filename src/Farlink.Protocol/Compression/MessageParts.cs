namespace Farlink.Protocol.Compression;

/// <summary>Where in a message the coder is.</summary>
internal enum MessageStage
{
    /// <summary>Before the topic.</summary>
    Begin,

    /// <summary>In a topic that is spelt out.</summary>
    Topic,

    /// <summary>Before the look.</summary>
    Look,

    /// <summary>In the extras.</summary>
    Extras,

    /// <summary>Before the length of a payload that is not coded by the model.</summary>
    Length,

    /// <summary>In the payload, coded.</summary>
    Payload,

    /// <summary>In a payload of known length, as it is.</summary>
    Stored,

    /// <summary>All is there.</summary>
    Done,
}

/// <summary>
/// A message while it is coded: what both ends have of it so far. Used again for the next message, so that none is made for each.
/// </summary>
internal sealed class MessageParts
{
    private byte[] _octets = [];
    private int _count;

    /// <summary>Nothing of a message yet.</summary>
    public MessageParts(RecordForm form) => Form = form;

    /// <summary>How it is coded.</summary>
    public RecordForm Form { get; private set; }

    /// <summary>Where the coder is.</summary>
    public MessageStage Stage { get; set; }

    /// <summary>The look, from <see cref="MessageStage.Extras"/> on.</summary>
    public RecordLook Look { get; set; }

    /// <summary>Octets of the topic.</summary>
    public int TopicLength { get; private set; }

    /// <summary>Octets of the extras.</summary>
    public int ExtrasLength { get; private set; }

    /// <summary>Octets of a stored payload.</summary>
    public int StoredLength { get; set; }

    /// <summary>All octets so far: topic, extras, payload.</summary>
    public int Count => _count;

    /// <summary>Hash of the topic, once that is whole.</summary>
    public uint TopicHash { get; private set; }

    /// <summary>The topic so far.</summary>
    public ReadOnlySpan<byte> Topic => _octets.AsSpan(0, Stage <= MessageStage.Topic ? _count : TopicLength);

    /// <summary>The extras so far.</summary>
    public ReadOnlySpan<byte> Extras =>
        _octets.AsSpan(TopicLength, Stage <= MessageStage.Extras ? _count - TopicLength : ExtrasLength);

    /// <summary>The payload so far.</summary>
    public ReadOnlySpan<byte> Payload => _octets.AsSpan(TopicLength + ExtrasLength, _count - TopicLength - ExtrasLength);

    /// <summary>Extras and payload.</summary>
    public ReadOnlySpan<byte> Body => _octets.AsSpan(TopicLength, _count - TopicLength);

    /// <summary>The section that the stage is in.</summary>
    public ReadOnlySpan<byte> Current => Stage switch
    {
        MessageStage.Topic => Topic,
        MessageStage.Extras => Extras,
        _ => Payload,
    };

    /// <summary>Nothing of another message yet.</summary>
    public void Reset(RecordForm form)
    {
        if (_octets.Length > WholeMessage.KeptOctets) _octets = [];
        _count = 0;
        Form = form;
        Stage = MessageStage.Begin;
        Look = default;
        TopicLength = ExtrasLength = StoredLength = 0;
        TopicHash = 0;
    }

    /// <summary>Another octet.</summary>
    public void Add(byte octet)
    {
        if (_count == _octets.Length) Array.Resize(ref _octets, Math.Max(64, 2 * _count));
        _octets[_count++] = octet;
    }

    /// <summary>The topic is whole.</summary>
    public void EndTopic()
    {
        TopicLength = _count;
        TopicHash = Hash.Of(_octets.AsSpan(0, _count));
        Stage = MessageStage.Look;
    }

    /// <summary>The extras are whole.</summary>
    public void EndExtras()
    {
        ExtrasLength = _count - TopicLength;
        Stage = MessageStage.Payload;
    }
}
