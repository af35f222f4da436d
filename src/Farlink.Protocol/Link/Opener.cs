using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Handshake;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// The site's side of a handshake: when to send a hello, under which counter, and what an answer to it means. Nothing that comes
/// from the air aborts it.
/// </summary>
internal sealed class Opener : IDisposable
{
    /// <summary>Counters committed at once.</summary>
    public const uint CounterBlock = 16;

    /// <summary>Counters end below; at one hello a second that is a hundred years away.</summary>
    private const uint HighestCounter = uint.MaxValue - (2 * CounterBlock);

    /// <summary>The same hello is sent so often before a new one is made.</summary>
    public const int MostSendsOfHello = 3;

    private static readonly Duration FirstRetry = Duration.FromSeconds(1);
    private static readonly Duration LongestRetry = Duration.FromSeconds(300);
    private static readonly Duration StartJitter = Duration.FromSeconds(1);
    private static readonly Duration CrashBackOff = Duration.FromSeconds(5);
    private static readonly Duration LongestCrashBackOff = Duration.FromSeconds(600);

    private readonly StationContext _context;
    private readonly LinkOptions _options;
    private readonly Duration _replyAirtime;
    private readonly LinkIdentities _identities;
    private readonly Action<SiteHandshake, SessionKeys, byte[]?, Instant> _begin;
    private SiteHandshake? _handshake;
    private int _sendsOfHello;
    private uint _reserved;
    private uint _counter;
    private uint _hintSeen;
    private int _attempts;
    private int _opens;
    private bool _isReserving;
    private bool _isSending;
    private bool _isComputing;
    private bool _isForSilence;
    private long _epoch;
    private Instant _afterReserving;

    /// <summary>Goes on from what the store holds.</summary>
    /// <param name="context">The station's.</param>
    /// <param name="options">The link's.</param>
    /// <param name="record">What the store holds.</param>
    /// <param name="identities">How the ends know each other.</param>
    /// <param name="begin">Takes the keys that a handshake has made, and what to send first under them.</param>
    public Opener(
        StationContext context, LinkOptions options, LinkRecord record, LinkIdentities identities,
        Action<SiteHandshake, SessionKeys, byte[]?, Instant> begin)
    {
        _begin = begin;
        _identities = identities;
        _context = context;
        _options = options;
        _counter = record.HelloCounter;
        _reserved = record.HelloCounter;
        _hintSeen = record.HintCounter;
        _attempts = record.Attempts;
        _replyAirtime = context.Airtime(identities.Current.SecondSize);
    }

    /// <summary>When the next hello goes; <see cref="Instant.Never"/> if none is wanted or an answer is awaited.</summary>
    public Instant At { get; private set; } = Instant.Never;

    /// <summary>Until when an answer is awaited.</summary>
    public Instant ReplyDeadline { get; private set; } = Instant.Never;

    /// <summary>Whether a session is being opened.</summary>
    public bool IsActive => At < Instant.Never || IsExchanging || _isReserving;

    /// <summary>Whether a hello is on its way, its answer is awaited, or the private key computes what follows it.</summary>
    public bool IsExchanging => ReplyDeadline < Instant.Never || _isSending || _isComputing;

    /// <summary>Hellos in a row without an answer.</summary>
    public int Unanswered { get; private set; }

    /// <summary>
    /// Begins after a start of the program: at once, but one that starts again and again waits longer each time.
    /// </summary>
    public void Start(Instant now)
    {
        _attempts++;
        var delay = Duration.Zero;
        if (_attempts > 2)
        {
            delay = CrashBackOff * (1L << Math.Min(10, _attempts - 3));
            if (delay > LongestCrashBackOff) delay = LongestCrashBackOff;
        }

        Reserve(now, now + delay + _context.Jitter(StartJitter));
    }

    /// <summary>Begins because the peer no longer answers, or asks for it.</summary>
    /// <param name="now">Now.</param>
    /// <param name="isForSilence">Whether hearing the peer again makes it needless.</param>
    public void Open(Instant now, bool isForSilence = false)
    {
        if (IsActive) return;
        _isForSilence = isForSilence;
        Unanswered = 0;
        Forget();

        // A session that has to be opened again and again must not eat the budget.
        _opens++;
        var delay = _opens <= 2 ? Duration.Zero : CrashBackOff * (1L << Math.Min(10, _opens - 3));
        if (delay > LongestCrashBackOff) delay = LongestCrashBackOff;
        Schedule(now, now + delay + _context.Jitter(Duration.FromMilliseconds(50)));
    }

    /// <summary>An authentic frame of the session in use: a peer that was only silent needs no new one.</summary>
    public void HandleHeard()
    {
        if (!_isForSilence || IsExchanging || _handshake is not null) return;
        _isForSilence = false;
        _epoch++;
        _isReserving = false;
        At = Instant.Never;
    }

    /// <summary>A session has lasted: a later start need not wait.</summary>
    public void HandleStable(Instant now)
    {
        _opens = 0;
        if (_attempts == 0) return;
        _attempts = 0;
        Save(now, null);
    }

    /// <summary>The hello to send now.</summary>
    /// <param name="generation">The bit of the session it makes: not that of the one in use.</param>
    public byte[] TakeHello(bool generation)
    {
        if (_handshake is null || _sendsOfHello == MostSendsOfHello)
        {
            Forget();
            _handshake = _identities.Pick().Begin(_options.Id, generation, ++_counter, _context.Draw);
            _sendsOfHello = 0;
        }

        _sendsOfHello++;
        _isSending = true;
        At = Instant.Never;
        return _handshake.First;
    }

    /// <summary>The hello has left the antenna.</summary>
    public void HandleSent(Instant end)
    {
        // Its answer may have been handled before its end was reported.
        if (!_isSending) return;
        _isSending = false;
        ReplyDeadline = end + _context.Options.FirstTurnRound + _replyAirtime + Duration.FromMilliseconds(20);
    }

    /// <summary>The radio failed: the hello is tried again, and nobody has left it unanswered.</summary>
    /// <param name="mayHaveLeft">Whether it may have been on the air: the base answers the same one a few times only.</param>
    /// <param name="now">Now.</param>
    public void HandleNotSent(bool mayHaveLeft, Instant now)
    {
        // Its answer may have come all the same.
        if (!_isSending) return;
        _isSending = false;
        if (!mayHaveLeft) _sendsOfHello--;
        Schedule(now, now);
    }

    /// <summary>
    /// The radio was away and is back: hellos go as if none had stayed unanswered. What is put off for another reason stays so.
    /// </summary>
    public void HandleRadioBack(Instant now)
    {
        if (Unanswered == 0) return;
        Unanswered = 0;
        var soon = now + _context.Jitter(FirstRetry);
        if (At < Instant.Never && soon < At) At = soon;
        if (_isReserving && soon < _afterReserving) _afterReserving = soon;
    }

    /// <summary>No answer came in time.</summary>
    public void HandleTimeout(Instant now)
    {
        ReplyDeadline = Instant.Never;
        Unanswered++;
        if (Unanswered == 3 || (Unanswered > 3 && System.Numerics.BitOperations.IsPow2(Unanswered)))
            _context.Events.Enqueue(new LinkEvent.NoAnswer(_options.Id, Unanswered));
        Retry(now);
    }

    /// <summary>Takes the base's answer: if it answers the hello that is out, a session begins.</summary>
    public void HandleSecond(ReadOnlySpan<byte> frame, Instant now)
    {
        if (_handshake is not { } handshake || !IsActive || _isComputing)
        {
            _context.Refuse(LinkRefusal.UnexpectedHello, _options.Id);
            return;
        }

        if (!handshake.TryTakeSecond(frame))
        {
            _context.Refuse(LinkRefusal.ForgedHello, _options.Id);
            return;
        }

        _isSending = false;
        _isForSilence = false;
        _isReserving = false;
        _epoch++;
        At = Instant.Never;
        ReplyDeadline = Instant.Never;
        if (handshake.Request is not { } request)
        {
            Complete([], now);
            return;
        }

        _isComputing = true;
        _context.KeyRequests.Add(_options.Id, request, handshake.Identity, HandleKeyAnswer);
    }

    /// <summary>Takes "counter is": the base has seen a higher counter; the next hello is above it.</summary>
    public void HandleCounterIs(ReadOnlySpan<byte> frame, Instant now)
    {
        if (_handshake is null || _isComputing)
        {
            _context.Refuse(LinkRefusal.UnexpectedHello, _options.Id);
            return;
        }

        if (!HelloFrame.IsAuthenticCounterIs(_handshake.Identity, _handshake.First, frame))
        {
            _context.Refuse(LinkRefusal.ForgedHello, _options.Id);
            return;
        }

        Forget();
        _isSending = false;
        ReplyDeadline = Instant.Never;
        _counter = Math.Max(_counter, Math.Min(HelloFrame.Counter(frame), HighestCounter));
        Reserve(now, now + _context.Jitter(FirstRetry));
    }

    /// <summary>Takes a hint; true if a session should be opened.</summary>
    public bool HandleHint(ReadOnlySpan<byte> frame, Instant now)
    {
        if (!IsAuthenticHint(frame))
        {
            _context.Refuse(LinkRefusal.ForgedHello, _options.Id);
            return false;
        }

        if (HelloFrame.Counter(frame) <= _hintSeen)
        {
            _context.Refuse(LinkRefusal.StaleHello, _options.Id);
            return false;
        }

        _hintSeen = HelloFrame.Counter(frame);
        Save(now, null);
        return true;
    }

    /// <summary>Wipes what a handshake under way keeps secret.</summary>
    public void Dispose() => Forget();

    private void HandleKeyAnswer(ReadOnlySpan<byte> answer, Instant now)
    {
        _isComputing = false;

        // The link was ended meanwhile.
        if (_handshake is null) return;
        if (!answer.IsEmpty)
        {
            Complete(answer, now);
            return;
        }

        // The key cannot be used now; whoever holds it has told why.
        Forget();
        Unanswered++;
        Retry(now);
    }

    private void Complete(ReadOnlySpan<byte> answer, Instant now)
    {
        var handshake = _handshake!;
        var (keys, third) = handshake.Complete(answer);
        Forget();
        Unanswered = 0;
        _begin(handshake, keys, third, now);
    }

    private bool IsAuthenticHint(ReadOnlySpan<byte> frame)
    {
        foreach (var identity in _identities.All)
            if (HelloFrame.IsAuthenticHint(identity, frame)) return true;
        return false;
    }

    private void Forget()
    {
        _handshake?.Dispose();
        _handshake = null;
    }

    private void Retry(Instant now)
    {
        var delay = FirstRetry * (1L << Math.Min(12, Unanswered - 1));
        if (delay > LongestRetry) delay = LongestRetry;
        Schedule(now, now + new Duration(delay.Nanoseconds / 2) + _context.Jitter(new Duration(delay.Nanoseconds / 2)));
    }

    private void Schedule(Instant now, Instant at)
    {
        // One counter more than is reserved may never be used.
        if (_counter + 1 > _reserved) Reserve(now, at);
        else At = at;
    }

    private void Reserve(Instant now, Instant at)
    {
        _isReserving = true;
        _afterReserving = at;
        At = Instant.Never;
        _reserved = _counter + CounterBlock;
        var epoch = ++_epoch;
        Save(now, _ =>
        {
            if (epoch != _epoch) return;
            _isReserving = false;
            At = _afterReserving;
        });
    }

    private void Save(Instant now, Action<Instant>? then) =>
        _context.Commits.Add(now, then, new StoreOperation.Hello(_options.Id, _reserved, _hintSeen, _attempts));
}
