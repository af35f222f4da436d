using Farlink.Protocol.Compression;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>
/// What one session receives: chunks in any order inside a window of 64, decoded in order, acknowledged by <see cref="Ack"/> once
/// what they completed is committed. What it has decoded is proven to be the sender's text some chunks later.
/// </summary>
internal sealed class ReceiveSide
{
    private readonly SessionClock _clock;
    private readonly int _mostBodyOctets;
    private IStreamDecoder? _coder;
    private ModelSize? _model;
    private readonly byte[]?[] _waiting = new byte[SequenceWindow.Size][];
    private readonly CheckedChunks<int> _unproven = new();
    private (long Chunk, ushort Hash)? _check;
    private long _highest = -1;

    public ReceiveSide(SessionClock clock, int mostBodyOctets)
    {
        _clock = clock;
        _mostBodyOctets = mostBodyOctets;
    }

    /// <summary>Made when the first chunk is decoded: until then the peer may tell which model it has.</summary>
    private IStreamDecoder Decoder => _coder ??= _model is { } size
        ? new ModelDecoder(_clock, _mostBodyOctets, size) : new StreamDecoder(_clock, _mostBodyOctets);

    /// <summary>The model that both ends have; null: what comes is not compressed.</summary>
    public ModelSize? Model => _model;

    /// <summary>Both ends have this model.</summary>
    public void UseModel(ModelSize size) => _model = size;

    /// <summary>Which stream of the session this is; each reset begins another.</summary>
    public byte Epoch { get; private set; }

    /// <summary>Whether this stream is over, and the next has not begun: what comes is dropped.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>What to ask the sender for; null if nothing, or as long as the disk is not ready for it.</summary>
    public ResetField? Reset { get; set; }

    /// <summary>Every chunk below it is decoded.</summary>
    public long Decoded { get; private set; }

    /// <summary>Every chunk below it is decoded and committed.</summary>
    public long Committed { get; private set; }

    /// <summary>Messages decoded that are not proven to be the sender's.</summary>
    public int UnprovenMessages { get; private set; }

    /// <summary>Whether a chunk is missing below one that came.</summary>
    public bool HasGap => !IsBroken && _highest >= Decoded && _waiting[Decoded % SequenceWindow.Size] is null;

    /// <summary>Whether the peer is to be told without being asked: a chunk is missing, or its stream must begin anew.</summary>
    public bool HasTrouble => HasGap || Reset is not null;

    /// <summary>Whether something was received since <see cref="Ack"/> was last sent.</summary>
    public bool HasNews { get; private set; }

    /// <summary>Octets held for a missing chunk or an unfinished message.</summary>
    public int HeldOctets => (_coder?.HeldOctets ?? 0) + _waiting.Sum(chunk => chunk?.Length ?? 0);

    /// <summary>Takes a chunk, to be decoded in its turn.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="octets">Coded octets.</param>
    /// <returns>New, seen before, or outside the window: then the session must be closed.</returns>
    public ChunkVerdict Take(long number, ReadOnlySpan<byte> octets)
    {
        if (IsBroken || number < Decoded) return ChunkVerdict.SeenBefore;
        if (number >= Committed + SequenceWindow.Size) return ChunkVerdict.Breach;
        if (number > _highest) _highest = number;
        ref var slot = ref _waiting[number % SequenceWindow.Size];
        if (slot is not null) return ChunkVerdict.SeenBefore;
        slot = octets.ToArray();
        HasNews = true;
        return ChunkVerdict.New;
    }

    /// <summary>The sender's text so far, compared as soon as it is decoded.</summary>
    public void Take(CheckField check)
    {
        if (IsBroken) return;
        var chunk = SequenceWindow.Nearest(Committed + (SequenceWindow.Size / 2), check.Chunk, 8);
        if (chunk >= Decoded && chunk <= Committed + SequenceWindow.Size) _check = (chunk, check.Hash);
    }

    /// <summary>The chunk, low 8 bits, before which the text was compared and is the sender's: to be told; null if not.</summary>
    public byte? OwedProof { get; private set; }

    /// <summary>Decodes what is there in order.</summary>
    /// <param name="completed">Receives the messages that are whole now.</param>
    /// <param name="budget">What decoding may cost; it goes on when there is some again.</param>
    /// <returns>
    /// False for a chunk that cannot be decoded, or whose text is not the sender's: then nothing of this stream can be used.
    /// </returns>
    public bool TryDecode(List<Decoded> completed, DecodeBudget budget)
    {
        if (!TryCompare()) return false;
        while (!IsBroken && !budget.IsSpent && _waiting[Decoded % SequenceWindow.Size] is { } next)
        {
            _waiting[Decoded % SequenceWindow.Size] = null;
            var before = completed.Count;
            var cost = Decoder.Cost;
            var isGood = Decoder.TryDecode(next, completed);
            budget.Spend(Decoder.Cost - cost);
            if (!isGood)
            {
                // Of a chunk that is wrong at its end nothing is right for certain.
                completed.RemoveRange(before, completed.Count - before);
                return false;
            }

            NoteDecoded(Decoded++, completed.Count - before, Decoder.CheckBits);
            HasNews = true;
            if (!TryCompare()) return false;
        }

        return true;
    }

    /// <summary>What chunks below this one completed is on the disk.</summary>
    public void HandleCommitted(long below)
    {
        if (below > Committed) Committed = below;
    }

    /// <summary>What to tell the peer.</summary>
    public AckField Ack()
    {
        var received = 0UL;
        for (var number = Committed; number <= _highest; number++)
        {
            if (number < Decoded || _waiting[number % SequenceWindow.Size] is not null)
                received |= 1UL << (int)(number - Committed);
        }

        return new AckField(Committed, received);
    }

    /// <summary>The peer has been told, or soon will be.</summary>
    public void HandleReported()
    {
        HasNews = false;
        OwedProof = null;
    }

    /// <summary>Nothing more of this stream is decoded.</summary>
    public void Break()
    {
        IsBroken = true;
        Array.Clear(_waiting);
        _coder = null;
        _check = null;
        OwedProof = null;
        _highest = Decoded - 1;
    }

    /// <summary>The next epoch begins, with this chunk.</summary>
    public void Restart(long chunk, ModelSize? model)
    {
        Epoch++;
        IsBroken = false;
        Reset = null;
        Decoded = Committed = chunk;
        _highest = chunk - 1;
        _model = model;
        _unproven.Clear();
        UnprovenMessages = 0;
        HasNews = true;
    }

    private void NoteDecoded(long number, int messages, int bits)
    {
        UnprovenMessages += messages;
        List<int> proven = [];
        _unproven.Add(number, bits, messages, proven);
        UnprovenMessages -= proven.Sum();
    }

    /// <summary>Compares the text if it is decoded so far; what lies behind is of no use any more.</summary>
    private bool TryCompare()
    {
        if (_check is not { } check || check.Chunk > Decoded) return true;
        _check = null;
        if (check.Chunk < Decoded || _coder is null) return true;
        if (check.Hash != _coder.TextCheck) return false;
        _unproven.Clear();
        UnprovenMessages = 0;
        OwedProof = (byte)check.Chunk;
        return true;
    }
}
