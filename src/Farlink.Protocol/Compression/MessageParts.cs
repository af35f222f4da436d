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
/// A message while it is coded: what both ends have of it so far, and at the encoder besides the whole.
/// </summary>
internal sealed class MessageParts(RecordForm form)
{
    private byte[] _octets = [];
    private int _count;

    /// <summary>How it is coded.</summary>
    public RecordForm Form { get; } = form;

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
        foreach (var octet in Topic) TopicHash = Hash.Add(TopicHash, octet);
        Stage = MessageStage.Look;
    }

    /// <summary>The extras are whole.</summary>
    public void EndExtras()
    {
        ExtrasLength = _count - TopicLength;
        Stage = MessageStage.Payload;
    }
}

/// <summary>The whole message that an encoder codes.</summary>
/// <param name="Topic">Octets of the topic.</param>
/// <param name="Body">Extras and payload.</param>
/// <param name="ExtrasLength">Octets of the extras.</param>
/// <param name="Look">The look.</param>
internal sealed record WholeMessage(byte[] Topic, byte[] Body, int ExtrasLength, RecordLook Look)
{
    /// <summary>What is coded in a stage.</summary>
    public ReadOnlySpan<byte> Section(MessageStage stage) => stage switch
    {
        MessageStage.Topic => Topic,
        MessageStage.Extras => Body.AsSpan(0, ExtrasLength),
        _ => Payload,
    };

    /// <summary>The payload.</summary>
    public ReadOnlySpan<byte> Payload => Body.AsSpan(ExtrasLength);
}
