using Farlink.Protocol.Compression;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>
/// What one session sends: codes messages into chunks when a frame is about to go, keeps chunks until the peer has committed
/// them, knows which to repeat (selective repeat, a window of 64), and frees messages once the peer has proven to have read the
/// same text.
/// </summary>
internal sealed class SendSide
{
    /// <summary>After so many chunks that have brought too little of the text's hash the next one brings all of it.</summary>
    private const int MostUnproven = 12;

    private readonly SessionClock _clock;
    private IStreamEncoder<QueuedMessage>? _coder;
    private ModelSize? _model;
    private readonly OutboxQueue _queue;
    private readonly List<SentChunk> _chunks = [];
    private readonly CheckedChunks<SentChunk> _unproven = new();
    private readonly LossEstimate _loss;
    private long _provenBelow = -1;

    public SendSide(OutboxQueue queue, SessionClock clock, LossEstimate loss)
    {
        _queue = queue;
        _loss = loss;
        _clock = clock;
    }

    /// <summary>Made when the first chunk is coded: until then the peer may tell which model it has.</summary>
    private IStreamEncoder<QueuedMessage> Encoder => _coder ??= _model is { } size
        ? new ModelEncoder<QueuedMessage>(_clock, size) : new StreamEncoder<QueuedMessage>(_clock);

    /// <summary>Octets that what waits will probably take; before anything was coded a quarter, if it is compressed.</summary>
    public long WaitingOctets => _coder?.Estimate(_queue.WaitingOctets) ?? (_queue.WaitingOctets / (_model is null ? 1 : 4));

    /// <summary>Octets that what waits will hardly exceed.</summary>
    public long MostWaitingOctets => (_model is null ? WaitingOctets : 2 * WaitingOctets) + (16 * _queue.WaitingMessages);

    /// <summary>The model that both ends have; null: nothing is compressed.</summary>
    public ModelSize? Model => _model;

    /// <summary>Both ends have this model.</summary>
    public void UseModel(ModelSize size) => _model = size;

    /// <summary>Which stream of the session this is; each reset begins another.</summary>
    public byte Epoch { get; private set; }

    /// <summary>Whether a new epoch was begun and the peer may not have heard of it: nothing is coded until then.</summary>
    public bool IsBeginning { get; private set; }

    /// <summary>How the present epoch began; null before the first reset, and as long as the disk is not ready for it.</summary>
    public EpochField? Beginning { get; private set; }

    /// <summary>The number of the next new chunk.</summary>
    public long Next { get; private set; }

    /// <summary>The lowest chunk that the peer is not known to have committed.</summary>
    public long Low { get; private set; }

    /// <summary>Chunks coded and not confirmed.</summary>
    public int Unconfirmed => _chunks.Count;

    /// <summary>Whether another chunk may be coded before an answer.</summary>
    public bool HasWindow => Next < Low + SequenceWindow.Size;

    /// <summary>Whether a message is half coded: the rest must follow.</summary>
    public bool HasUnfinished => _coder is { HasUnfinished: true };

    /// <summary>Whether a message of this lane is half coded.</summary>
    public bool IsUnfinished(Priority lane) => _coder?.IsUnfinished(lane) ?? false;

    /// <summary>Whether anything waits to be coded.</summary>
    public bool HasMore => HasUnfinished || _queue.WaitingMessages > 0;

    /// <summary>The first chunk to repeat, or null.</summary>
    public SentChunk? FirstLost => _chunks.Find(chunk => chunk.IsLost);

    /// <summary>Chunks to repeat.</summary>
    public int LostCount => _chunks.Count(chunk => chunk.IsLost);

    /// <summary>The first chunk that is sent and not received, or null.</summary>
    public SentChunk? FirstMissing => _chunks.Find(chunk => chunk is { IsReceived: false, Sent: > 0 });

    /// <summary>Chunks that are sent and not received.</summary>
    public int MissingCount => _chunks.Count(chunk => chunk is { IsReceived: false, Sent: > 0 });

    /// <summary>When the oldest chunk was first sent whose messages are not free yet; never if there is none.</summary>
    public Instant OldestSent
    {
        get
        {
            if (_unproven.Count > 0) return _unproven.First.FirstEnd;
            return _chunks.Count > 0 && _chunks[0].Sent > 0 ? _chunks[0].FirstEnd : Instant.Never;
        }
    }

    /// <summary>Octets of coded chunks held.</summary>
    public int HeldOctets => _chunks.Sum(chunk => chunk.Octets.Length);

    /// <summary>The text up to here for the peer to compare, if the last chunks have brought too little of its hash.</summary>
    public CheckField? Check => _coder is null || _unproven.Count + _chunks.Count == 0 || LastIsProven
        ? null : new CheckField((byte)Next, (ushort)_coder.TextCheck);

    private bool LastIsProven => _chunks.Count == 0 ? _unproven.Count == 0 : _chunks[^1].CheckBits >= ChunkCheck.FullBits;

    /// <summary>Frames that what waits would take after this one, at most the window.</summary>
    public int FramesWaiting(int chunkOctets)
    {
        var window = (int)(Low + SequenceWindow.Size - Next);
        var unfinished = _coder?.Estimate(_coder.UnfinishedOctets) ?? 0;
        var octets = WaitingOctets + ((_model is null ? 3L : 1L) * _queue.WaitingMessages) + unfinished;
        var frames = (octets + chunkOctets - 1) / chunkOctets;
        return (int)Math.Min(window, frames);
    }

    /// <summary>Codes the next chunk; null if nothing waits. What it completes still needs its stream ids.</summary>
    /// <param name="mostOctets">At most so many.</param>
    /// <param name="padded">Length to pad to, from the coded length: the end of the airtime step.</param>
    /// <param name="isChecked">Whether it brings all of the text's hash, whatever that costs.</param>
    public SentChunk? Code(int mostOctets, Func<int, int> padded, bool isChecked)
    {
        var completed = new List<QueuedMessage>();
        var parts = new List<(QueuedMessage Entry, int Octets)>();
        var shape = new ChunkShape(
            octets => padded(Math.Max(1, octets)),
            () => isChecked || OpenAtEnd >= MostUnproven || completed.Exists(message => message.IsAwaited));
        if (Encoder.Fill(mostOctets, _queue, completed, parts, shape) is not { } octets) return null;
        var chunk = new SentChunk(Next++, octets, completed)
        {
            CheckBits = Encoder.CheckBits,
            Parts = [.. parts.Select(part => (part.Entry.Row, part.Octets))],
        };
        _chunks.Add(chunk);
        return chunk;
    }

    /// <summary>Whether a chunk is of this epoch and not confirmed.</summary>
    public bool Holds(SentChunk chunk) => _chunks.Contains(chunk);

    /// <summary>Applies what the peer says it has.</summary>
    /// <param name="ack">Its acknowledgement.</param>
    /// <param name="asOf">When it was made at the earliest: chunks whose transmission ended later are not judged.</param>
    /// <param name="proven">Receives the messages the peer has committed and read as they were sent, in order.</param>
    /// <returns>False if it acknowledges what was never sent.</returns>
    public bool TryApply(AckField ack, Instant asOf, List<QueuedMessage> proven)
    {
        // Behind what we know already: an answer that was delayed on its way.
        if (ack.Cum < Low) return true;
        var highest = ack.Cum + 63 - System.Numerics.BitOperations.LeadingZeroCount(ack.Received);
        if (ack.Cum > Sent || (ack.Received != 0 && highest >= Sent)) return false;
        IsBeginning = false;
        foreach (var chunk in _chunks)
        {
            var offset = chunk.Number - ack.Cum;
            var has = offset < 0 || (offset < 64 && (ack.Received >> (int)offset & 1) != 0);
            if (chunk.IsReceived || !chunk.IsOut) continue;
            if (has)
            {
                if (chunk.Sent <= 1) _loss.Note(lost: false);
                chunk.IsReceived = true;
                chunk.IsLost = false;
            }
            else if (!chunk.IsLost && chunk.Sent > 0 && chunk.LastEnd <= asOf)
            {
                _loss.Note(lost: true);
                chunk.IsLost = true;
            }
        }

        List<SentChunk> free = [];
        while (_chunks.Count > 0 && _chunks[0].Number < ack.Cum)
        {
            _unproven.Add(_chunks[0].Number, _chunks[0].CheckBits, _chunks[0], free);
            _chunks.RemoveAt(0);
        }

        Low = Math.Max(Low, ack.Cum);
        if (_provenBelow <= Low) _unproven.Prove(_provenBelow, free);
        foreach (var chunk in free) proven.AddRange(chunk.Completed);
        return true;
    }

    /// <summary>The peer has compared the text before a chunk, low 8 bits of its number; false if that was never sent.</summary>
    public bool TryProve(byte chunk)
    {
        var below = SequenceWindow.Nearest(Low + (SequenceWindow.Size / 2), chunk, 8);
        if (below > Next) return false;
        _provenBelow = Math.Max(_provenBelow, below);
        return true;
    }

    /// <summary>What the new epoch is to be called; it is told until the peer acknowledges it.</summary>
    /// <param name="streamId">The id of the first message that it completes.</param>
    public void Announce(long streamId) => Beginning = new EpochField(Epoch, Next, streamId);

    /// <summary>The peer asks again for the epoch that it was told.</summary>
    public void AnnounceAgain() => IsBeginning |= Beginning is not null;

    /// <summary>
    /// Begins another epoch: chunks go on, with another coder and none of those before. What they held is the caller's.
    /// </summary>
    /// <param name="model">The model to use; null: none.</param>
    public void Restart(ModelSize? model)
    {
        Epoch++;
        IsBeginning = true;
        Low = Next;
        _chunks.Clear();
        _unproven.Clear();
        _provenBelow = -1;
        Beginning = null;
        _coder = null;
        _model = model;
    }

    /// <summary>When the first half coded message is worthless.</summary>
    public Instant NextDeadline => HalfCoded().Select(message => message.Row.Deadline).DefaultIfEmpty(Instant.Never).Min();

    /// <summary>Takes back what is half coded and worthless; the rest of it costs no more airtime.</summary>
    public IEnumerable<QueuedMessage> Withdraw(Instant now)
    {
        if (NextDeadline > now) yield break;
        foreach (var message in HalfCoded().Where(one => one.Row.Deadline <= now).ToArray())
            if (Encoder.Withdraw(message)) yield return message;
    }

    /// <summary>Messages of which a part is coded; they go back to the queue when the session ends.</summary>
    public IEnumerable<QueuedMessage> HalfCoded() => _coder?.Unfinished() ?? [];

    /// <summary>Chunks at the end that have brought too little of the hash together.</summary>
    private int OpenAtEnd
    {
        get
        {
            var bits = 0;
            for (var i = _chunks.Count - 1; i >= 0; i--)
            {
                bits += _chunks[i].CheckBits;
                if (bits >= ChunkCheck.FullBits) return _chunks.Count - 1 - i;
            }

            return _chunks.Count + _unproven.Count;
        }
    }

    private long Sent => _chunks.Count == 0 ? Next : _chunks.FindLast(chunk => chunk.IsOut)?.Number + 1 ?? Low;
}
