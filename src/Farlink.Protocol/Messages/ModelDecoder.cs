using Farlink.Protocol.Compression;
using Farlink.Protocol.Compression.Priming;

namespace Farlink.Protocol.Messages;

/// <summary>
/// Turns chunks of a <see cref="ModelEncoder{T}"/> back into messages. Bounded: 16 KiB of text and 1,024 records a chunk, one
/// unfinished message a lane, none longer than the limit.
/// </summary>
internal sealed class ModelDecoder : IStreamDecoder
{
    private const int Lanes = 3;
    private readonly MessageParts?[] _unfinished = new MessageParts?[Lanes];
    private readonly MessageParts?[] _places = new MessageParts?[Lanes];
    private readonly SessionClock _clock;
    private readonly int _mostOctets;
    private readonly bool _isBounded;
    private readonly ArithmeticDecoder _coder = new();
    private readonly TelemetryModel _model;
    private readonly RecordModel _records;
    private readonly LoneCoder _lone = new();
    private readonly TextHash _text = new();
    private long _chunks;

    /// <summary>Makes a decoder for one session.</summary>
    /// <param name="clock">The session's clock.</param>
    /// <param name="mostBodyOctets">Longest message; a longer one breaks the protocol.</param>
    /// <param name="size">Size of the model, as the encoder's.</param>
    /// <param name="isPrimed">Whether it knows the built-in text, as the encoder's.</param>
    /// <param name="isBounded">Whether a chunk's text is bounded, as at the encoder.</param>
    public ModelDecoder(SessionClock clock, int mostBodyOctets, ModelSize size, bool isPrimed = true, bool isBounded = true)
    {
        _clock = clock;
        _mostOctets = mostBodyOctets;
        _model = isPrimed ? PrimedModels.Copy(size) : new TelemetryModel(size);
        _isBounded = isBounded;
        _records = new RecordModel(_model, isBounded);
    }

    /// <summary>Octets of the models.</summary>
    public long ModelOctets => _model.Octets + _lone.Octets;

    /// <inheritdoc/>
    public int HeldOctets => _unfinished.Sum(parts => parts?.Count ?? 0);

    /// <inheritdoc/>
    public int CheckBits { get; private set; }

    /// <inheritdoc/>
    public long Cost => _model.Cost + _lone.Cost;

    /// <inheritdoc/>
    public int TextCheck => _text.Check(_chunks);

    /// <inheritdoc/>
    public bool TryDecode(ReadOnlySpan<byte> chunk, List<Decoded> completed)
    {
        if (!TryDecodeRecords(chunk, completed)) return false;
        CheckBits = ChunkCheck.Code(_coder, chunk.Length, _text.Check(_chunks++), out var isEqual);
        return isEqual;
    }

    private bool TryDecodeRecords(ReadOnlySpan<byte> chunk, List<Decoded> completed)
    {
        _coder.Begin(chunk);
        var limit = _records.BeginChunk(_coder, 0);
        if (limit == 0 ? _isBounded : limit + ChunkCheck.Octets < chunk.Length) return false;
        _coder.Limit(limit);
        while (RecordModel.MayFollow(_coder))
        {
            var kind = _records.CodeKind(_coder, default);
            if (!kind.IsValid || _records.HasTooManyRecords) return false;
            if (kind == RecordKind.EndOfChunk) return true;
            ref var unfinished = ref _unfinished[kind.Lane];
            if (kind.IsWithdrawal)
            {
                if (unfinished is null) return false;
                _records.Forget(unfinished);
                unfinished = null;
                continue;
            }

            if (kind.IsContinuation != unfinished is not null) return false;
            unfinished ??= Begin(kind);
            if (!_records.TryCode(_coder, unfinished, null, _mostOctets)) return false;
            if (unfinished.Stage != MessageStage.Done) return true;
            var isAlone = unfinished.Form == RecordForm.Alone;
            var parts = isAlone ? _lone.Decode(unfinished.Payload, _mostOctets) : unfinished;
            unfinished = null;
            if (isAlone) _records.NoteAlone(parts?.Count ?? 0);
            if (parts is null || Read(parts, (Priority)kind.Lane) is not { } decoded) return false;
            _text.Add(kind.Lane, parts.Look, parts.Topic, parts.Body);
            completed.Add(decoded);
        }

        return true;
    }

    /// <summary>Each lane has a place for one message after the other.</summary>
    private MessageParts Begin(RecordKind kind)
    {
        var parts = _places[kind.Lane] ??= new MessageParts(kind.Form);
        parts.Reset(kind.Form);
        return parts;
    }

    private Decoded? Read(MessageParts parts, Priority lane)
    {
        if (!System.Text.Unicode.Utf8.IsValid(parts.Topic) || parts.Topic.Length > RecordHead.LongestTopicOctets) return null;
        var head = (byte)(RecordHead.LaneBits(lane) | (parts.Look.Qos << RecordHead.QosShift)
            | (parts.Look.IsRetained ? RecordHead.RetainBit : 0) | (parts.Look.HasExtras ? RecordHead.ExtrasBit : 0));
        return MessageBody.TryRead(parts.Body, head, System.Text.Encoding.UTF8.GetString(parts.Topic), _clock.Start);
    }
}
