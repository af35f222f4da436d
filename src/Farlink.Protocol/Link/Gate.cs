using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Handshake;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// The base's side of a handshake: a hello is checked by its tag, then by its counter, before anything is computed, allocated or
/// said. A replayed or forged one changes nothing.
/// </summary>
internal sealed class Gate : IDisposable
{
    /// <summary>The same hello gets the same answer so often.</summary>
    public const int MostRepliesToHello = 3;

    /// <summary>A hello's counter is not further ahead of the highest seen.</summary>
    public const long MostJump = 1 << 24;

    /// <summary>Time between two "counter is", and between two hints, of one link.</summary>
    public static readonly Duration Quiet = Duration.FromSeconds(600);

    private readonly StationContext _context;
    private readonly LinkOptions _options;
    private readonly StaleReplies _stale;
    private readonly LinkIdentities _identities;
    private readonly Action<BaseHandshake, Instant> _offer;
    private BaseHandshake? _handshake;
    private byte[]? _lastThird;
    private byte[]? _lastHello;
    private byte[]? _lastReply;
    private byte[]? _taken;
    private int _replies;
    private uint _highest;
    private uint _hintCounter;
    private uint _hintReserved;
    private Instant _nextStaleReply = new(long.MinValue);
    private Instant _nextHint = new(long.MinValue);
    private Instant _startHintAt = Instant.Never;
    private bool _isReserving;
    private bool _isComputing;

    /// <summary>Goes on from what the store holds.</summary>
    /// <param name="context">The station's.</param>
    /// <param name="options">The link's.</param>
    /// <param name="record">What the store holds.</param>
    /// <param name="stale">Shared by all links.</param>
    /// <param name="identities">How the ends know each other.</param>
    /// <param name="offer">Takes a handshake that has made keys, which the site has not used yet; the keys are the
    /// taker's.</param>
    /// <param name="now">Now.</param>
    public Gate(
        StationContext context, LinkOptions options, LinkRecord record, StaleReplies stale, LinkIdentities identities,
        Action<BaseHandshake, Instant> offer, Instant now)
    {
        _offer = offer;
        _identities = identities;
        _context = context;
        _options = options;
        _stale = stale;
        _highest = record.HelloCounter;
        _hintCounter = record.HintCounter;
        _hintReserved = record.HintCounter;

        // A base that comes back asks the sites it knows, one after the other: else they find out at their next question only.
        if (record.PeerStore != 0) _startHintAt = now + context.Jitter(Duration.FromSeconds(context.Options.Links.Count));
    }

    /// <summary>The handshake frame to send, if any.</summary>
    public byte[]? Reply { get; private set; }

    /// <summary>The reply goes to the radio.</summary>
    public void TakeReply()
    {
        _taken = Reply;
        Reply = null;
    }

    /// <summary>The radio failed: the reply goes again, unless another has come up.</summary>
    public void HandleNotSent()
    {
        Reply ??= _taken;
        _taken = null;
    }

    /// <summary>Takes a hello; if it is a new and authentic one, it is answered.</summary>
    public void HandleFirst(ReadOnlySpan<byte> frame, Instant now)
    {
        if (_lastHello is not null && frame.SequenceEqual(_lastHello))
        {
            Repeat();
            return;
        }

        if (Whose(frame) is not { } identity)
        {
            _context.Refuse(LinkRefusal.ForgedHello, _options.Id);
            return;
        }

        var counter = HelloFrame.Counter(frame);

        // No site gets so far ahead by itself; who is let to would use up all counters with one hello.
        if (counter - (long)_highest > MostJump)
        {
            _context.Refuse(LinkRefusal.StaleHello, _options.Id);
            return;
        }

        if (counter <= _highest)
        {
            Refuse(frame, identity, now);
            return;
        }

        // One handshake of a link at a time may keep the private key busy; the site asks again.
        if (_isComputing) _context.Refuse(LinkRefusal.UnexpectedHello, _options.Id);
        else Accept(frame.ToArray(), counter, identity, now);
    }

    /// <summary>Takes the frame with which a site ends a handshake that has one.</summary>
    public void HandleThird(ReadOnlySpan<byte> frame, Instant now)
    {
        if (_lastThird is not null && frame.SequenceEqual(_lastThird))
        {
            _context.Refuse(LinkRefusal.StaleHello, _options.Id);
            return;
        }

        if (_handshake is null || _lastReply is null)
        {
            _context.Refuse(LinkRefusal.UnexpectedHello, _options.Id);
            return;
        }

        if (!_handshake.TryTakeThird(frame))
        {
            _context.Refuse(LinkRefusal.ForgedHello, _options.Id);
            return;
        }

        _lastThird = frame.ToArray();
        _offer(_handshake, now);
        Forget();
    }

    /// <summary>Only this identity is good any more: a handshake of another one that is under way ends.</summary>
    public void Forget(LinkIdentity butFor)
    {
        if (_handshake is null || _handshake.Identity == butFor) return;
        Forget();
        _lastHello = null;
        _lastReply = null;
        _taken = null;
        Reply = null;
    }

    /// <summary>There is traffic and no session: asks the site to open one, at most once in ten minutes.</summary>
    public void Hint(Instant now)
    {
        if (_isReserving || Reply is not null || now < _nextHint) return;
        if (_hintCounter < _hintReserved)
        {
            _nextHint = now + Quiet;
            Reply = HelloFrame.Hint(_identities.Pick(), _options.Id, ++_hintCounter);
            return;
        }

        _isReserving = true;
        _hintReserved = _hintCounter + Opener.CounterBlock;
        Save(now, then =>
        {
            _isReserving = false;
            Hint(then);
        });
    }

    /// <summary>There is no session: hints if there is traffic, or the base has just come back.</summary>
    public void HandleTimeout(bool hasTraffic, Instant now)
    {
        if (!hasTraffic && _startHintAt > now) return;
        _startHintAt = Instant.Never;
        Hint(now);
    }

    /// <summary>When <see cref="HandleTimeout"/> has something to do.</summary>
    public Instant NextTimeout(bool hasTraffic)
    {
        if (Reply is not null) return Instant.Never;
        return !hasTraffic ? _startHintAt : _isReserving ? Instant.Never : _nextHint;
    }

    /// <summary>Wipes what a handshake under way keeps secret.</summary>
    public void Dispose()
    {
        Forget();
        _lastHello = null;
        _taken = null;
        Reply = null;
    }

    /// <summary>The same hello gets the same answer, a few times.</summary>
    private void Repeat()
    {
        if (_replies < MostRepliesToHello && _lastReply is not null)
        {
            _replies++;
            Reply = _lastReply;
        }
        else
        {
            _context.Refuse(LinkRefusal.StaleHello, _options.Id);
        }
    }

    /// <summary>An old hello: its sender may have been rolled back, so it is told where the counter stands, seldom.</summary>
    private void Refuse(ReadOnlySpan<byte> frame, LinkIdentity identity, Instant now)
    {
        _context.Refuse(LinkRefusal.StaleHello, _options.Id);
        if (now < _nextStaleReply || !_stale.TryTake(now)) return;
        _nextStaleReply = now + Quiet;
        Reply = HelloFrame.CounterIs(identity, frame, _highest);
    }

    private void Accept(byte[] hello, uint counter, LinkIdentity identity, Instant now)
    {
        Forget();
        _handshake = identity.Await(_context.Draw);
        _lastHello = hello;
        _lastReply = null;
        _taken = null;
        _replies = 1;
        _highest = counter;
        var isGood = _handshake.TryTakeFirst(hello);
        var answer = isGood && _handshake.Request is null ? _handshake.Second([]) : null;
        var isSaved = false;

        // Replayed after a crash it must be refused: the counter is on the disk before the answer is on the air.
        Save(now, then =>
        {
            isSaved = true;
            if (answer is not null) Answer(hello, answer, then);
        });
        if (!isGood)
        {
            _context.Refuse(LinkRefusal.ForgedHello, _options.Id);
            Forget();
        }
        else if (_handshake.Request is { } request)
        {
            _isComputing = true;
            _context.KeyRequests.Add(_options.Id, request, identity, (computed, then) =>
            {
                _isComputing = false;
                if (computed.IsEmpty || _handshake is null) Forget();
                else answer = _handshake.Second(computed);
                if (answer is not null && isSaved) Answer(hello, answer, then);
            });
        }
    }

    private void Answer(byte[] hello, byte[] answer, Instant now)
    {
        if (_lastHello != hello) return;
        _lastReply = answer;
        Reply = answer;
        if (_handshake!.Keys is null) return;
        _offer(_handshake, now);
        Forget();
    }

    /// <summary>Under whose K_hello a hello is authentic; null if under none.</summary>
    private LinkIdentity? Whose(ReadOnlySpan<byte> frame)
    {
        foreach (var identity in _identities.All)
            if (HelloFrame.IsAuthenticFirst(identity, frame)) return identity;
        return null;
    }

    private void Forget()
    {
        _handshake?.Dispose();
        _handshake = null;
    }

    private void Save(Instant now, Action<Instant> then) =>
        _context.Commits.Add(now, then, new StoreOperation.Hello(_options.Id, _highest, _hintReserved, 0));
}
