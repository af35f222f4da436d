using Farlink.Protocol.Compression;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>
/// What one session receives: chunks in any order inside a window of 64, decoded in order, acknowledged by <see cref="Ack"/> once
/// what they completed is committed.
/// </summary>
internal sealed class ReceiveSide
{
    private readonly SessionClock _clock;
    private readonly int _mostBodyOctets;
    private IStreamDecoder? _coder;
    private ModelSize? _model;
    private readonly byte[]?[] _waiting = new byte[SequenceWindow.Size][];
    private long _highest = -1;

    public ReceiveSide(SessionClock clock, int mostBodyOctets)
    {
        _clock = clock;
        _mostBodyOctets = mostBodyOctets;
    }

    /// <summary>Made when the first chunk is decoded: until then the peer may tell which model it has.</summary>
    private IStreamDecoder Decoder => _coder ??= _model is { } size
        ? new ModelDecoder(_clock, _mostBodyOctets, size) : new StreamDecoder(_clock, _mostBodyOctets);

    /// <summary>Both ends have this model.</summary>
    public void UseModel(ModelSize size) => _model = size;

    /// <summary>Every chunk below it is decoded.</summary>
    public long Decoded { get; private set; }

    /// <summary>Every chunk below it is decoded and committed.</summary>
    public long Committed { get; private set; }

    /// <summary>Whether a chunk is missing below one that came.</summary>
    public bool HasGap => _highest >= Decoded && _waiting[Decoded % SequenceWindow.Size] is null;

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
        if (number < Decoded) return ChunkVerdict.SeenBefore;
        if (number >= Committed + SequenceWindow.Size) return ChunkVerdict.Breach;
        if (number > _highest) _highest = number;
        ref var slot = ref _waiting[number % SequenceWindow.Size];
        if (slot is not null) return ChunkVerdict.SeenBefore;
        slot = octets.ToArray();
        HasNews = true;
        return ChunkVerdict.New;
    }

    /// <summary>Decodes what is there in order.</summary>
    /// <param name="completed">Receives the messages that are whole now.</param>
    /// <returns>False for a chunk that cannot be decoded: then the session must be closed.</returns>
    public bool TryDecode(List<Decoded> completed)
    {
        while (_waiting[Decoded % SequenceWindow.Size] is { } next)
        {
            _waiting[Decoded % SequenceWindow.Size] = null;
            if (!Decoder.TryDecode(next, completed)) return false;
            Decoded++;
            HasNews = true;
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
    public void HandleReported() => HasNews = false;
}
