using System.Buffers;
using System.Text;
using Farlink.Protocol.Compression;
using Farlink.Protocol.Compression.Priming;

namespace Farlink.Protocol.Messages;

/// <summary>
/// Codes messages with the model of the direction (docs/compression.md). Like <see cref="StreamEncoder{T}"/> it fills a chunk
/// from urgent to bulk, and a message that does not fit goes on in the next.
/// </summary>
/// <typeparam name="T">The queue's own entry.</typeparam>
internal sealed class ModelEncoder<T> : IStreamEncoder<T>
{
    private const int Lanes = 3;
    private readonly Half?[] _unfinished = new Half?[Lanes];
    private readonly Half?[] _halves = new Half?[Lanes];
    private readonly bool[] _isWithdrawn = new bool[Lanes];
    private readonly ArrayBufferWriter<byte> _topic = new(256);
    private readonly ArrayBufferWriter<byte> _body = new(512);
    private readonly SessionClock _clock;
    private readonly ArithmeticEncoder _coder = new();
    private readonly RecordModel _records;
    private readonly LoneCoder _lone = new();
    private readonly FormChooser _forms = new();
    private readonly NoiseWatch _noise = new();
    private readonly TelemetryModel _model;
    private readonly TextHash _text = new();
    private long _chunks;
    private bool _hasPaused;

    /// <summary>Coded octets an octet of message, in 1/256; a moving average.</summary>
    private long _ratio = 64;

    /// <summary>Makes an encoder for one session.</summary>
    /// <param name="clock">The session's clock.</param>
    /// <param name="size">Size of the model.</param>
    /// <param name="isPrimed">Whether it knows the built-in text.</param>
    /// <param name="isBounded">Whether a chunk's text is bounded, as it is on the air.</param>
    public ModelEncoder(SessionClock clock, ModelSize size, bool isPrimed = true, bool isBounded = true)
    {
        _clock = clock;
        _model = isPrimed ? PrimedModels.Copy(size) : new TelemetryModel(size);
        _records = new RecordModel(_model, isBounded);
    }

    /// <summary>Octets of the models.</summary>
    public long ModelOctets => _model.Octets + _lone.Octets;

    /// <inheritdoc/>
    public int CheckBits { get; private set; }

    /// <inheritdoc/>
    public int TextCheck => _text.Check(_chunks);

    /// <inheritdoc/>
    public bool HasUnfinished => Array.Exists(_unfinished, lane => lane is not null);

    /// <inheritdoc/>
    public int UnfinishedOctets => _unfinished.Sum(half => half?.Left ?? 0);

    /// <inheritdoc/>
    public long Estimate(long octets) => octets * _ratio >> 8;

    /// <inheritdoc/>
    public bool IsUnfinished(Priority lane) => _unfinished[(int)lane] is not null;

    /// <inheritdoc/>
    public IEnumerable<T> Unfinished() => _unfinished.Where(half => half is not null).Select(half => half!.Entry);

    /// <inheritdoc/>
    public bool Withdraw(T entry)
    {
        var lane = Array.FindIndex(_unfinished, half => half is not null && Equals(half.Entry, entry));
        if (lane < 0) return false;
        _records.Forget(_unfinished[lane]!.Parts);
        _unfinished[lane] = null;
        _isWithdrawn[lane] = true;
        return true;
    }

    /// <inheritdoc/>
    public byte[]? Fill(
        int mostOctets, IMessageSource<T> source, List<T> completed, List<(T Entry, int Octets)> parts, ChunkShape? shape = null)
    {
        if (!HasUnfinished && !HasNext(source)) return null;
        var limit = mostOctets > byte.MaxValue ? 0 : mostOctets - ChunkCheck.Octets;
        _coder.Begin(0);
        _records.BeginChunk(_coder, limit);
        _coder.Limit(limit);
        _hasPaused = false;
        for (var lane = Priority.Urgent; lane <= Priority.Bulk && !_hasPaused; lane++) FillLane(lane, source, completed, parts);
        if (!_hasPaused && RecordModel.MayFollow(_coder)) _records.CodeKind(_coder, RecordKind.EndOfChunk);
        return End(mostOctets, shape ?? ChunkShape.Shortest);
    }

    private byte[] End(int mostOctets, ChunkShape shape)
    {
        var least = shape.IsChecked() ? ChunkCheck.OctetsOfWhole(_coder.UsedBits) : _coder.EndOctets;
        var octets = new byte[Math.Min(mostOctets, shape.Padded(least))];
        CheckBits = ChunkCheck.Code(_coder, octets.Length, _text.Check(_chunks++), out _);
        _coder.End().CopyTo(octets);
        return octets;
    }

    private static bool HasNext(IMessageSource<T> source)
    {
        for (var lane = Priority.Urgent; lane <= Priority.Bulk; lane++)
            if (source.TryPeek(lane, out _, out _)) return true;
        return false;
    }

    private void FillLane(Priority lane, IMessageSource<T> source, List<T> completed, List<(T Entry, int Octets)> parts)
    {
        if (_isWithdrawn[(int)lane])
        {
            if (!RecordModel.MayFollow(_coder)) return;
            _records.CodeKind(_coder, RecordKind.Withdraw((int)lane));
            _isWithdrawn[(int)lane] = false;
        }

        if (_unfinished[(int)lane] is { } unfinished)
        {
            if (_records.IsFull || !RecordModel.MayFollow(_coder)) return;
            var before = _coder.UsedBits;
            _records.CodeKind(_coder, RecordKind.Continue((int)lane));
            Continue(lane, unfinished, before, completed, parts);
        }

        while (_unfinished[(int)lane] is null && source.TryPeek(lane, out var entry, out var outgoing))
        {
            var half = Begin(lane, entry, outgoing);
            if (!_records.MayBegin(_coder, half.Whole)) return;
            source.Take(entry);
            var before = _coder.UsedBits;
            _records.CodeKind(_coder, RecordKind.Begin((int)lane, half.Parts.Form));
            _unfinished[(int)lane] = half;
            Continue(lane, half, before, completed, parts);
        }
    }

    /// <summary>Reads the next message of a lane into the place it has for one.</summary>
    private Half Begin(Priority lane, T entry, Outgoing outgoing)
    {
        var half = _halves[(int)lane] ??= new Half();
        var message = outgoing.Message;
        _topic.ResetWrittenCount();
        _body.ResetWrittenCount();
        Encoding.UTF8.GetBytes(message.Topic, _topic);
        var extrasLength = MessageBody.Write(_body, outgoing with { PadTo = 0 }, null, _clock.Start);
        var topic = _topic.WrittenSpan;
        var payload = _body.WrittenSpan[extrasLength..];
        var isForgotten = _records.Topics.IsShareTaken(outgoing.Publisher, topic);
        var look = RecordLook.Of(message.Qos, message.Retain, extrasLength > 0, _forms.IsBinary(topic, payload), isForgotten);
        half.Text.Set(topic, _body.WrittenSpan, extrasLength, look);
        var isAlone = outgoing.PadTo > 0 || _noise.IsNoise(outgoing.Publisher, half.Text);
        half.Begin(entry, outgoing.Publisher, isAlone ? RecordForm.Alone : _forms.Choose(topic, payload));
        if (isAlone) half.Alone.Set([], _lone.Encode(half.Text, outgoing.PadTo), 0, look);
        return half;
    }

    private void Continue(
        Priority lane, Half half, int bitsBefore, List<T> completed, List<(T Entry, int Octets)> parts)
    {
        var before = half.Parts.Count;
        _records.TryCode(_coder, half.Parts, half.Whole, int.MaxValue);
        var bits = _coder.UsedBits - bitsBefore;
        half.Bits += bits;
        parts.Add((half.Entry, Math.Max(1, (bits + 7) / 8)));
        _ratio += ((32L * bits / Math.Max(1, half.Parts.Count - before)) - _ratio) / 8;
        _hasPaused = half.Parts.Stage != MessageStage.Done;
        if (_hasPaused) return;
        _unfinished[(int)lane] = null;
        _text.Add((int)lane, half.Text.Look, half.Text.Topic, half.Text.Body);
        if (half.Parts.Form == RecordForm.Alone) _records.NoteAlone(half.Text.Count);
        else
        {
            _records.Topics.Own(half.Whole.Topic, half.Publisher);
            _forms.Note(half.Whole, half.Parts.Form, half.Bits);
            if (half.Parts.Form == RecordForm.Shared) Watch(half);
        }

        completed.Add(half.Entry);
    }

    private void Watch(Half half)
    {
        _noise.Note(half.Publisher, half.Text, half.Bits);
        if (_noise.WantsToCompare(half.Publisher, half.Text))
            _noise.Compare(half.Publisher, half.Text, half.Bits, 8 * _lone.Encode(half.Text, 0).Length);
    }

    /// <summary>A message of which a part is coded. Each lane has one, for one message after the other.</summary>
    private sealed class Half
    {
        /// <summary>The queue's entry.</summary>
        public T Entry { get; private set; } = default!;

        /// <summary>Who published it.</summary>
        public string Publisher { get; private set; } = "";

        /// <summary>The message as it is.</summary>
        public WholeMessage Text { get; } = new();

        /// <summary>What a model of its own made of it, if it is coded alone.</summary>
        public WholeMessage Alone { get; } = new();

        /// <summary>What is coded of it so far.</summary>
        public MessageParts Parts { get; } = new(RecordForm.Shared);

        /// <summary>The message as it is coded.</summary>
        public WholeMessage Whole => Parts.Form == RecordForm.Alone ? Alone : Text;

        /// <summary>Bits it has taken so far.</summary>
        public int Bits { get; set; }

        /// <summary>Octets to be coded.</summary>
        public int Left => Whole.Count - Parts.Count;

        public void Begin(T entry, string publisher, RecordForm form)
        {
            (Entry, Publisher, Bits) = (entry, publisher, 0);
            Parts.Reset(form);
        }
    }
}
