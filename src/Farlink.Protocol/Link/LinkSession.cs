using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>
/// One session: its keys and their ageing, its numbers, and both streams. It lives in memory only.
/// </summary>
internal sealed class LinkSession : IDisposable
{
    /// <summary>Frames after which an end changes keys.</summary>
    public const long MostFramesOfKey = 1 << 16;

    /// <summary>Numbers used since one was proven received, after which the number goes long.</summary>
    private const int MostUnprovenShort = 64;

    /// <summary>How long the keys before the last change are recognised.</summary>
    public static readonly Duration PreviousLives = Duration.FromSeconds(60);

    private static readonly Duration KeyLives = Duration.FromSeconds(24 * 3600);

    private readonly StationContext _context;
    private SessionKeys _keys;
    private SessionKeys? _next;
    private SessionKeys? _previous;
    private bool _sendsWithNext;
    private Instant _previousUntil;
    private Instant _keysSince;
    private long _framesOfKey;
    private SequenceWindow _chunks;
    private SequenceWindow _control;
    private long _controlNext;
    private long _controlProven;

    public LinkSession(
        SessionKeys keys, Instant now, SessionClock clock, SendSide sending, ReceiveSide receiving, StationContext context)
    {
        _context = context;
        _keys = keys;
        _keysSince = now;
        Start = now;
        Clock = clock;
        Sending = sending;
        Receiving = receiving;
    }

    /// <summary>As whom it was made.</summary>
    public required LinkIdentity Identity { get; init; }

    /// <summary>The clock in which deadlines travel.</summary>
    public SessionClock Clock { get; }

    /// <summary>When this end made it.</summary>
    public Instant Start { get; }

    /// <summary>What it sends.</summary>
    public SendSide Sending { get; }

    /// <summary>What it receives.</summary>
    public ReceiveSide Receiving { get; }

    /// <summary>The bit in frames sealed now.</summary>
    public bool Generation => _sendsWithNext ? _next!.Generation : _keys.Generation;

    /// <summary>Whether the peer has said where it goes on.</summary>
    public bool HasPeerResume { get; set; }

    /// <summary>Whether the peer is known to have our resume.</summary>
    public bool PeerHasOurs { get; set; }

    /// <summary>Whether what the peer's resume asks for is committed, so that new stream ids may be given.</summary>
    public bool IsResumed { get; set; }

    /// <summary>
    /// At a site: the frame without which the base has no keys yet. It goes before the first poll, and again before each that
    /// stays unanswered, until the base is heard in this session; else empty.
    /// </summary>
    public ReadOnlyMemory<byte> Third { get; set; }

    /// <summary>Whether <see cref="Third"/> is to be sent.</summary>
    public bool OwesThird { get; set; }

    /// <summary>What the peer said of itself.</summary>
    public SettingsField? PeerSettings { get; set; }

    /// <summary>The control number that the next control frame takes.</summary>
    public long NextControl => _controlNext;

    /// <summary>Whether the next control frame must carry a long number.</summary>
    public bool NeedsLong => _controlNext - _controlProven > MostUnprovenShort;

    /// <summary>Octets of the head of a control frame.</summary>
    public int ControlHeadSize => NeedsLong ? FrameHead.LongSize : FrameHead.ShortSize;

    /// <summary>An answer proved that the peer has this control number.</summary>
    public void HandleProven(long number) => _controlProven = Math.Max(_controlProven, number + 1);

    /// <summary>Seals a fresh chunk under its own number, once.</summary>
    public byte[] SealFresh(byte linkId, int left, SentChunk chunk)
    {
        chunk.IsSealed = true;
        var head = new FrameHead(FrameKind.Fresh, Generation, false, left, linkId, (byte)chunk.Number);
        return Seal(head, chunk.Number, chunk.Octets);
    }

    /// <summary>Seals an extended frame or an acknowledgement under the next control number.</summary>
    public byte[] SealControl(byte linkId, FrameKind kind, int left, ReadOnlySpan<byte> text)
    {
        var number = _controlNext++;
        var isLong = number - _controlProven > MostUnprovenShort;
        return Seal(new FrameHead(kind, Generation, isLong, left, linkId, (uint)number), number, text);
    }

    /// <summary>Opens a frame; its number counts as seen if it is authentic and new.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="head">Its head.</param>
    /// <param name="mayRatchet">Whether the next generation may be tried: not while the link has other keys.</param>
    /// <param name="now">Now.</param>
    /// <param name="text">Receives the text.</param>
    /// <param name="number">The full number.</param>
    /// <returns>Null if opened, else why not.</returns>
    public LinkRefusal? TryOpen(
        ReadOnlySpan<byte> frame, FrameHead head, bool mayRatchet, Instant now, Span<byte> text, out long number)
    {
        ref var window = ref head.Kind == FrameKind.Fresh ? ref _chunks : ref _control;
        // Chunks also travel as repeats, so the window of fresh ones may lag: the stream itself says which is meant.
        number = head.Kind == FrameKind.Fresh
            ? SequenceWindow.Nearest(Receiving.Committed + (SequenceWindow.Size / 2), head.TruncatedNumber, head.NumberBits)
            : window.Expand(head.TruncatedNumber, head.NumberBits);
        if (number > SequenceWindow.HighestNumber) return LinkRefusal.NotAuthentic;
        if (_previous is not null && _previousUntil <= now) WipePrevious();
        var keys = head.Generation == _keys.Generation ? _keys : Other(mayRatchet);
        if (keys is null) return LinkRefusal.NoSession;
        var space = NumberSpaces.Of(head.Kind);
        if (!keys.Receiving.TryOpen(space, number, frame, head.Size, text)) return LinkRefusal.NotAuthentic;
        if (keys == _previous) return LinkRefusal.PreviousSession;

        // Checked after authentication, so that what is refused as a repeat really is one.
        var freshness = window.Check(number);
        if (freshness != Freshness.Fresh) return freshness == Freshness.Duplicate ? LinkRefusal.Duplicate : LinkRefusal.TooOld;
        window.Mark(number);
        if (keys == _next) Adopt(now);
        return null;
    }

    /// <summary>Changes keys if they are old and nothing forbids it.</summary>
    public void Age(bool mayRatchet, Instant now)
    {
        if (_previous is not null && _previousUntil <= now) WipePrevious();
        if (!mayRatchet || _sendsWithNext || _previous is not null) return;
        if (_framesOfKey < MostFramesOfKey && now < _keysSince + KeyLives) return;
        _next ??= _keys.Next();
        _sendsWithNext = true;
    }

    /// <summary>Wipes everything.</summary>
    public void Dispose()
    {
        _keys.Dispose();
        _next?.Dispose();
        _previous?.Dispose();
    }

    private byte[] Seal(FrameHead head, long number, ReadOnlySpan<byte> text)
    {
        var frame = new byte[head.Size + text.Length + FrameHead.TagSize];
        head.Write(frame);
        text.CopyTo(frame.AsSpan(head.Size));
        var keys = _sendsWithNext ? _next! : _keys;
        var space = NumberSpaces.Of(head.Kind);
        keys.Sending.Seal(space, number, frame, head.Size);
        _context.OnSealed?.Invoke(keys.Sending.Fingerprint, (int)space, number);
        _framesOfKey++;
        return frame;
    }

    /// <summary>The keys for the other generation: those before the last change, or the ones to come.</summary>
    private SessionKeys? Other(bool mayRatchet)
    {
        if (_previous is not null) return _previous;
        if (_next is not null) return _next;
        return mayRatchet ? _next = _keys.Next() : null;
    }

    private void Adopt(Instant now)
    {
        _previous = _keys;
        _previousUntil = now + PreviousLives;
        _keys = _next!;
        _next = null;
        _sendsWithNext = false;
        _keysSince = now;
        _framesOfKey = 0;
    }

    private void WipePrevious()
    {
        _previous!.Dispose();
        _previous = null;
    }
}
