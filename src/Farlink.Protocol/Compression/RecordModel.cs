namespace Farlink.Protocol.Compression;

/// <summary>
/// Codes the records of one direction's stream with one model: kinds, topics, looks, extras, payloads. Encoder and decoder run
/// the same code; what an encoder gives in a decoder comes out.
/// </summary>
internal sealed class RecordModel(TelemetryModel model, bool isBounded = true)
{
    /// <summary>Most octets of text that one chunk may hold.</summary>
    public const int MostTextOctets = 16 * 1024;

    /// <summary>Most records of one chunk: a message without text takes next to nothing, so text alone is no bound.</summary>
    public const int MostRecords = 1024;

    /// <summary>Withdrawals and the end, which a full chunk may still hold.</summary>
    private const int MoreRecords = 4;

    /// <summary>With fewer guaranteed decisions nothing more is begun and the chunk ends without a word.</summary>
    public const int DecisionsOfRecord = 32;

    private const int DecisionsOfSymbol = 16;
    private const int DecisionsOfBranch = 10;
    private const int DecisionsOfLength = 27;
    private const int EvenChance = Logistic.One / 2;

    /// <summary>What a head is about, so that heads of different kinds do not mix.</summary>
    private const uint LimitHead = 1, KindHead = 2, KnownHead = 3, LookHead = 4, LengthHead = 5, TopLengthHead = 6;
    private readonly TopicBook _topics = new();
    private MessageParts? _loaded;
    private int _lastKind;
    private int _kindBefore;
    private int _text;
    private int _records;
    private uint _lastTopic;

    /// <summary>Topics that both ends know.</summary>
    public TopicBook Topics => _topics;

    /// <summary>Whether the chunk holds as much text or as many records as it may.</summary>
    public bool IsFull => IsTextFull || (isBounded && _records >= MostRecords);

    /// <summary>Whether it holds more records than an encoder would have put in.</summary>
    public bool HasTooManyRecords => isBounded && _records > MostRecords + MoreRecords;

    private bool IsTextFull => isBounded && _text >= MostTextOctets;

    private bool IsOver => isBounded && _text > MostTextOctets;

    /// <summary>Begins a chunk and codes its limit, 0 to 255 octets; 0: none.</summary>
    public int BeginChunk<TCoder>(TCoder coder, int limit)
        where TCoder : IDecisionCoder
    {
        _text = _records = 0;
        return model.CodeHead(coder, LimitHead, limit);
    }

    /// <summary>Whether another record may follow in this chunk; if not, it has ended.</summary>
    public static bool MayFollow<TCoder>(TCoder coder)
        where TCoder : IDecisionCoder => coder.Guaranteed >= DecisionsOfRecord;

    /// <summary>Whether a message may begin in this chunk.</summary>
    public bool MayBegin<TCoder>(TCoder coder, WholeMessage message)
        where TCoder : IDecisionCoder =>
        !IsFull && coder.Guaranteed >= DecisionsOfRecord + (DecisionsOfBranch * _topics.Branches(message.Topic));

    /// <summary>A message that was coded alone had so many octets: they count as text of this chunk.</summary>
    public void NoteAlone(int octets) => _text += octets;

    /// <summary>What there was of a message is of no use any more.</summary>
    public void Forget(MessageParts parts)
    {
        if (_loaded == parts) _loaded = null;
    }

    /// <summary>Codes what comes next.</summary>
    public RecordKind CodeKind<TCoder>(TCoder coder, RecordKind kind)
        where TCoder : IDecisionCoder
    {
        var code = model.CodeHead(coder, Hash.Add(Hash.Add(KindHead, (uint)_lastKind), (uint)_kindBefore), kind.Code);
        (_kindBefore, _lastKind) = (_lastKind, code);
        _records++;
        return new RecordKind(code);
    }

    /// <summary>Codes a message from where it was left, until it is whole or the chunk is full.</summary>
    /// <param name="coder">Encoder or decoder.</param>
    /// <param name="parts">What there is of it so far.</param>
    /// <param name="whole">At the encoder the whole message.</param>
    /// <param name="mostOctets">Most octets of topic and body.</param>
    /// <returns>False if it breaks the rules.</returns>
    public bool TryCode<TCoder>(TCoder coder, MessageParts parts, WholeMessage? whole, int mostOctets)
        where TCoder : IDecisionCoder
    {
        while (parts.Stage != MessageStage.Done)
        {
            switch (parts.Stage)
            {
                case MessageStage.Begin:
                    CodeTopic(coder, parts, whole);
                    break;
                case MessageStage.Look:
                    var about = Hash.Add(LookHead, parts.TopicHash);
                    parts.Look = new RecordLook(model.CodeHead(coder, about, whole?.Look.Code ?? 0));
                    if (!parts.Look.IsValid) return false;
                    if (parts.Look.HasExtras) Enter(parts, MessageStage.Extras);
                    else BeginPayload(parts);
                    break;
                case MessageStage.Length:
                    // The chunk ends without a word, as it does inside a stored payload.
                    if (coder.Guaranteed < DecisionsOfLength) return true;
                    CodeLength(coder, parts, whole);
                    break;
                case MessageStage.Stored:
                    if (!TryCodeStored(coder, parts, whole)) return parts.Count <= mostOctets;
                    break;
                default:
                    if (!TryCodeSection(coder, parts, whole, mostOctets)) return parts.Count <= mostOctets && !IsOver;
                    if (parts is { Stage: MessageStage.Payload, Form: not RecordForm.Shared }) BeginPayload(parts);
                    break;
            }

            if (parts.Count > mostOctets || IsOver || parts.StoredLength > mostOctets) return false;
        }

        return true;
    }

    private void CodeTopic<TCoder>(TCoder coder, MessageParts parts, WholeMessage? whole)
        where TCoder : IDecisionCoder
    {
        if (parts.Form == RecordForm.Alone)
        {
            // All of it is in the octets.
            parts.EndTopic();
            BeginPayload(parts);
            return;
        }

        _loaded = parts;
        model.Begin(Section.Topic, _lastTopic);
        var walks = whole is not null && WalksTo(coder, whole);
        if (_topics.Count == 0 || model.CodeHead(coder, KnownHead, walks ? 1 : 0) != 1)
        {
            parts.Stage = MessageStage.Topic;
            return;
        }

        _topics.Begin();
        while (true)
        {
            var symbol = _topics.Common;
            if (symbol < 0) symbol = _topics.Nearest(model.Code(coder, whole is null ? 0 : At(whole.Topic, parts.Count)));
            else if (symbol != Symbol.End) model.Skip((byte)symbol);
            _topics.Step(symbol);
            if (symbol == Symbol.End) break;
            parts.Add((byte)symbol);
        }

        parts.EndTopic();
    }

    private bool WalksTo<TCoder>(TCoder coder, WholeMessage whole)
        where TCoder : IDecisionCoder =>
        _topics.Contains(whole.Topic)
        && coder.Guaranteed >= DecisionsOfRecord + (DecisionsOfBranch * (_topics.Branches(whole.Topic) - 1));

    private static int At(ReadOnlySpan<byte> octets, int index) => index < octets.Length ? octets[index] : Symbol.End;

    private void BeginPayload(MessageParts parts)
    {
        if (parts.Stage != MessageStage.Payload) parts.EndExtras();
        Enter(parts, parts.Form == RecordForm.Shared ? MessageStage.Payload : MessageStage.Length);
    }

    /// <summary>24 bits: what is coded alone may be longer than the longest message, 64 KiB.</summary>
    private void CodeLength<TCoder>(TCoder coder, MessageParts parts, WholeMessage? whole)
        where TCoder : IDecisionCoder
    {
        var length = whole?.Payload.Length ?? 0;
        var about = Hash.Add(LengthHead, parts.TopicHash);
        var top = model.CodeHead(coder, Hash.Add(TopLengthHead, parts.TopicHash), length >> 16);
        var high = model.CodeHead(coder, about, length >> 8 & 0xFF);
        var low = model.CodeHead(coder, Hash.Add(about, (uint)high), length & 0xFF);
        parts.StoredLength = (top << 16) + (high << 8) + low;
        Enter(parts, MessageStage.Stored);
    }

    private void Enter(MessageParts parts, MessageStage stage)
    {
        parts.Stage = stage;
        _loaded = null;
    }

    /// <summary>Codes the section from where it was left; false if the chunk is full before its end.</summary>
    private bool TryCodeSection<TCoder>(TCoder coder, MessageParts parts, WholeMessage? whole, int mostOctets)
        where TCoder : IDecisionCoder
    {
        Load(parts);
        while (true)
        {
            var symbol = whole is null ? 0
                : coder.Guaranteed < DecisionsOfSymbol || IsTextFull ? Symbol.Pause
                : At(whole.Section(parts.Stage), parts.Current.Length);
            symbol = model.Code(coder, symbol);
            if (symbol == Symbol.Pause) return false;
            if (symbol == Symbol.End) break;
            parts.Add((byte)symbol);
            _text++;
            if (IsOver || parts.Count > mostOctets) return false;
        }

        if (parts.Stage == MessageStage.Topic) parts.EndTopic();
        else if (parts.Stage == MessageStage.Extras) parts.EndExtras();
        else Finish(parts);
        return true;
    }

    private bool TryCodeStored<TCoder>(TCoder coder, MessageParts parts, WholeMessage? whole)
        where TCoder : IDecisionCoder
    {
        while (parts.Payload.Length < parts.StoredLength)
        {
            if (coder.Guaranteed < 4) return false;
            var octet = whole is null ? 0 : whole.Payload[parts.Payload.Length];
            var read = 0;
            for (var bit = 7; bit >= 0; bit--) read = (read << 1) | coder.Code((octet >> bit) & 1, EvenChance);
            parts.Add((byte)read);
        }

        Finish(parts);
        return true;
    }

    private void Finish(MessageParts parts)
    {
        parts.Stage = MessageStage.Done;
        _loaded = null;
        if (parts.Form == RecordForm.Alone) return;
        _lastTopic = parts.TopicHash;
        model.NoteTopic(parts.TopicHash);
        if (!parts.Look.IsForgotten) _topics.Use(parts.Topic);
    }

    /// <summary>The model reads the section so far again, unless it is where it was.</summary>
    private void Load(MessageParts parts)
    {
        if (_loaded == parts) return;
        _loaded = parts;
        var section = parts.Stage switch
        {
            MessageStage.Topic => Section.Topic,
            MessageStage.Extras => Section.Properties,
            _ => parts.Look.IsBinary ? Section.Binary : Section.Text,
        };
        model.Begin(section, section == Section.Topic ? _lastTopic : parts.TopicHash);
        foreach (var octet in parts.Current) model.Skip(octet);
    }
}
