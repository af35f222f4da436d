using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// The base's side of a handshake: a hello is checked by its tag, then by its counter, before anything is computed, allocated or
/// said. A replayed or forged one changes nothing.
/// </summary>
internal sealed class Gate
{
    /// <summary>The same hello gets the same answer so often.</summary>
    public const int MostRepliesToHello = 3;

    /// <summary>Time between two "counter is", and between two hints, of one link.</summary>
    public static readonly Duration Quiet = Duration.FromSeconds(600);

    private readonly StationContext _context;
    private readonly LinkOptions _options;
    private readonly StaleReplies _stale;
    private byte[]? _lastHello;
    private byte[]? _lastReply;
    private int _replies;
    private uint _highest;
    private uint _hintCounter;
    private uint _hintReserved;
    private Instant _nextStaleReply = new(long.MinValue);
    private Instant _nextHint = new(long.MinValue);
    private Instant _startHintAt = Instant.Never;
    private bool _isReserving;

    public Gate(StationContext context, LinkOptions options, LinkRecord record, StaleReplies stale, Instant now)
    {
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

    /// <summary>The reply has been sent, or will never be.</summary>
    public void TakeReply() => Reply = null;

    /// <summary>Takes H1; the keys of a new, pending session if it is a new and authentic one.</summary>
    public SessionKeys? HandleFirst(ReadOnlySpan<byte> frame, Instant now)
    {
        if (_lastHello is not null && frame.SequenceEqual(_lastHello))
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

            return null;
        }

        if (!PskHello.IsAuthenticFirst(_options.Key, frame))
        {
            _context.Refuse(LinkRefusal.ForgedHello, _options.Id);
            return null;
        }

        var counter = PskHello.Counter(frame);
        if (counter > _highest) return Accept(frame, counter, now);
        _context.Refuse(LinkRefusal.StaleHello, _options.Id);
        if (now < _nextStaleReply || !_stale.TryTake(now)) return null;
        _nextStaleReply = now + Quiet;
        Reply = PskHello.CounterIs(_options.Key, frame, _highest);
        return null;
    }

    /// <summary>There is traffic and no session: asks the site to open one, at most once in ten minutes.</summary>
    public void Hint(Instant now)
    {
        if (_isReserving || Reply is not null || now < _nextHint) return;
        if (_hintCounter < _hintReserved)
        {
            _nextHint = now + Quiet;
            Reply = PskHello.Hint(_options.Key, _options.Id, ++_hintCounter);
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

    private SessionKeys Accept(ReadOnlySpan<byte> frame, uint counter, Instant now)
    {
        Span<byte> nonce = stackalloc byte[PskHello.NonceSize];
        _context.FillRandom(nonce);
        var hello = frame.ToArray();
        var reply = PskHello.Second(_options.Key, hello, nonce);
        _lastHello = hello;
        _lastReply = null;
        _replies = 1;
        _highest = counter;

        // Replayed after a crash it must be refused: the counter is on the disk before the answer is on the air.
        Save(now, _ =>
        {
            if (_lastHello != hello) return;
            _lastReply = reply;
            Reply = reply;
        });
        return SessionKeys.FromHandshake(_options.Key, LinkRole.BaseStation, hello, reply);
    }

    private void Save(Instant now, Action<Instant> then) =>
        _context.Commits.Add(now, then, new StoreOperation.Hello(_options.Id, _highest, _hintReserved, 0));
}
