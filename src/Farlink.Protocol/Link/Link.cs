using Farlink.Protocol.Compression;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Handshake;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>
/// One link: its sessions, its messages both ways, and whose turn it is. <see cref="LinkPlanner"/> says what it wants to
/// transmit, <see cref="FrameFactory"/> builds it; here is what arrives and what time does.
/// </summary>
internal sealed class Link : IDisposable
{
    private readonly StationContext _context;
    private readonly ForgeryWatch _forgeries;
    private readonly SessionSlots _sessions = new();
    private readonly TextHandler _texts;
    private readonly LinkTimers _timers;
    private readonly Incarnation _incarnation;
    private List<QueuedMessage> _halfCoded = [];

    public Link(
        StationContext context, LinkOptions options, int index, StoreImage image, StaleReplies stale, Instant now)
    {
        _context = context;
        Options = options;
        Index = index;
        var record = image.Links.FirstOrDefault(link => link.Link == options.Id) ?? new LinkRecord { Link = options.Id };
        _incarnation = new Incarnation(context, options.Id, record.Incarnation);
        Outbound = new Outbound(context, options, record, image.Outbox.Where(row => row.Link == options.Id), now);
        Inbound = new Inbound(context, options, record, image, Outbound);
        Power = new PowerControl(context);
        Talk = new Conversation(context, Loss, Power);
        Presence = new Presence(options, context);
        Confirm = new ConfirmPolicy(options);
        _forgeries = new ForgeryWatch(options.Id, context);
        _timers = new LinkTimers(this, _sessions);
        _texts = new TextHandler(this, context, _timers);
        Epochs = new EpochControl(this, context);
        Decoding = new DecodeBudget(context.Options.Links.Count);
        Identities = new LinkIdentities(options.Identity, options.NextIdentity);
        if (context.Options.Role == LinkRole.Site) Opener = new Opener(context, options, record, Identities, Begin);
        else Gate = new Gate(context, options, record, stale, Identities, Offer, now);
    }

    public LinkOptions Options { get; }

    /// <summary>How both ends know each other.</summary>
    public LinkIdentities Identities { get; }

    public int Index { get; }

    public Outbound Outbound { get; }

    public Inbound Inbound { get; }

    public LossEstimate Loss { get; } = new();

    public FrameTally Frames { get; } = new();

    public Conversation Talk { get; }

    public ConfirmPolicy Confirm { get; }

    public PhaseSchedule Phase { get; } = new();

    public PowerControl Power { get; }

    public Opener? Opener { get; }

    public Gate? Gate { get; }

    public LinkSession? Current => _sessions.Current;

    public Presence Presence { get; }

    public EpochControl Epochs { get; }

    /// <summary>What decoding may cost.</summary>
    public DecodeBudget Decoding { get; }

    public SentChunk? Prepared { get; set; }

    public bool IsPreparing { get; set; }

    /// <summary>How many polls the peer can still answer.</summary>
    public int PeerCredit { get; set; } = byte.MaxValue;

    public bool WantsBye { get; set; }

    public LinkQuality Quality { get; private set; } = new(null, null);

    /// <summary>A frame of a burst has ended; another follows at once.</summary>
    public Instant BurstUntil { get; set; } = new(long.MinValue);

    /// <summary>What the last answer said and is not known to have arrived.</summary>
    public Told? Told { get; set; }

    /// <summary>When the base should say anew where the site's slot lies.</summary>
    public bool OwesPhase { get; set; }

    /// <summary>Whether it sends no messages because somebody said so; not kept over a restart.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Whether it was ended for good: it is deaf and mute.</summary>
    public bool IsEnded { get; private set; }

    public bool IsInBurst(Instant now) => now <= BurstUntil;

    public void Dispose()
    {
        _sessions.Dispose();
        Opener?.Dispose();
        Gate?.Dispose();
    }

    /// <summary>Ends it for good: its keys are wiped, and nothing is sent or taken any more.</summary>
    public void End(Instant now)
    {
        if (IsEnded) return;
        CloseCurrent(now);
        Dispose();
        Presence.GoOffline(isClean: false);
        IsEnded = true;
    }

    /// <summary>Goes on under another key as soon as a session under it is proven; a site opens one.</summary>
    public void Rekey(LinkIdentity next, Instant now)
    {
        if (IsEnded) return;
        Identities.Add(next);
        Opener?.Open(now);
    }

    /// <summary>Takes a handshake frame that names this link.</summary>
    public void HandleHello(ReadOnlySpan<byte> frame, Instant now)
    {
        var type = HelloFrame.TypeOf(frame);
        if (type != HelloType.Unknown && !Options.Identity.Speaks(type))
        {
            _context.Refuse(LinkRefusal.OtherMode, Options.Id);
            return;
        }

        switch (type)
        {
            case HelloType.PskFirst or HelloType.EdhocFirst when Gate is not null:
                Gate.HandleFirst(frame, now);
                break;
            case HelloType.PskSecond or HelloType.EdhocSecond when Opener is not null:
                Opener.HandleSecond(frame, now);
                break;
            case HelloType.EdhocThird when Gate is not null:
                Gate.HandleThird(frame, now);
                break;
            case HelloType.CounterIs when Opener is not null:
                Opener.HandleCounterIs(frame, now);
                break;
            case HelloType.Hint when Opener is not null:
                if (Opener.HandleHint(frame, now)) Opener.Open(now);
                break;
            default:
                _context.Refuse(LinkRefusal.UnexpectedHello, Options.Id);
                break;
        }
    }

    /// <summary>Takes a protected frame that names this link; false if it is not an authentic new one.</summary>
    public bool TryHandle(ReadOnlySpan<byte> frame, FrameHead head, Instant now, LinkQuality quality)
    {
        Span<byte> buffer = stackalloc byte[256];
        var text = buffer[..(frame.Length - head.Size - FrameHead.TagSize)];
        if (_sessions.TryOpen(frame, head, now, text, out var number, out var begun) is { } refusal)
        {
            _context.Refuse(refusal, Options.Id);
            if (refusal == LinkRefusal.NotAuthentic && _forgeries.Note(now)) Renew(now);
            return false;
        }

        Frames.NoteReceived();
        if (begun is not null) Begin(begun, now);
        var expectedCum = Current!.Sending.Low + (SequenceWindow.Size / 2);
        _context.Events.Enqueue(new LinkEvent.Opened(FrameContent.Of(head, number, expectedCum, text, isRepeat: false, [])));
        if (Identities.Prove(Current!.Identity)) HandleRekeyed();
        var airtime = _context.Airtime(frame.Length);
        Current.Third = default;
        Current.OwesThird = false;
        var proven = Talk.HandleHeard(now, airtime);
        if (proven >= 0) Current.HandleProven(proven);
        if (head.Kind == FrameKind.Fresh && Told is { } told) HandleToldProven(told, now);
        Quality = quality;
        Power.HandleHeard(quality);
        Presence.HandleHeard(now);
        Opener?.HandleHeard();
        if (!_texts.TryHandle(head, number, text, now, airtime)) CloseForBreach(now);
        else _texts.HandleTurn(head, frame.Length, now);
        return true;
    }

    /// <summary>
    /// The broker has taken a message over, or never will; if that makes room in the inbox, what waits for it is decoded.
    /// </summary>
    public void HandlePublished(InboxRow row, LinkEvent.Dead? end, Instant now)
    {
        if (end is not null && row.WantsReceipt && !Inbound.IsTakenBack(row))
            Inbound.Refuse(row, end.Words ?? "expired before the broker took it", now);
        var wasFull = Inbound.IsFull;
        Inbound.HandlePublished(row, end, now);
        if (wasFull && !Inbound.IsFull) DecodeWaiting(now);
    }

    /// <inheritdoc cref="LinkTimers.HandleTimeout(Instant)"/>
    public void HandleTimeout(Instant now) => _timers.HandleTimeout(now);

    /// <inheritdoc cref="LinkTimers.Next"/>
    public Instant NextTimeout() => _timers.Next;

    /// <summary>What was put off is decoded now.</summary>
    public void DecodeWaiting(Instant now)
    {
        if (Current is not { HasPeerResume: true } session) return;
        if (!_texts.Decode(session, now, reports: true)) CloseForBreach(now);
    }

    /// <summary>What was coded and not sent is the queue's again.</summary>
    public void ForgetPrepared()
    {
        Prepared = null;
        IsPreparing = false;
    }

    /// <summary>Messages of which the sessions before this one had coded a part; they are the caller's now.</summary>
    public IReadOnlyList<QueuedMessage> TakeHalfCoded()
    {
        var half = _halfCoded;
        _halfCoded = [];
        return half;
    }

    /// <inheritdoc cref="Incarnation.StoreId"/>
    public ulong StoreId => _incarnation.StoreId;

    /// <summary>The peer knows more than this store, which was rolled back: towards it the stream begins anew.</summary>
    public void BeginIncarnation(Instant now)
    {
        Outbound.ForgetIds();
        _incarnation.Begin(now);
        CloseCurrent(now);
        Opener?.Open(now);
    }

    /// <summary>What both ends say first in a session.</summary>
    public ResumeField Resume() =>
        new(StoreId, Inbound.PeerStore, Inbound.Committed, Current!.HasPeerResume);

    public SettingsField Settings(Instant now) => new(
        SettingsField.CurrentVersion, ModelVersion.Tell(Options.ModelMebibytes),
        (ushort)Math.Min(ushort.MaxValue, Options.MostMessageOctets), (byte)Options.AnswerEvery,
        (uint)(now - Current!.Clock.Start).Seconds);

    private LinkSession NewSession(SessionKeys keys, LinkIdentity identity, Instant now)
    {
        var clock = new SessionClock(now);
        var mostBody = Options.MostMessageOctets + RecordHead.LongestTopicOctets + 64;
        return new LinkSession(
            keys, now, clock, new SendSide(Outbound.Queue, clock, Loss), new ReceiveSide(clock, mostBody), _context)
        {
            Identity = identity,
        };
    }

    /// <summary>The key before is good for nothing any more, a handshake with it that is under way included.</summary>
    private void HandleRekeyed()
    {
        Gate?.Forget(Identities.Current);
        _sessions.ForgetPending();
        _context.Events.Enqueue(new LinkEvent.Rekeyed(Options.Id));
    }

    /// <summary>At a base: a handshake made keys, which the site has not used yet.</summary>
    private void Offer(BaseHandshake handshake, Instant now) =>
        _sessions.Offer(NewSession(handshake.Keys!, handshake.Identity, now));

    /// <summary>At a site: a handshake made keys, and the base is proven.</summary>
    private void Begin(SiteHandshake handshake, SessionKeys keys, byte[]? third, Instant now)
    {
        var session = NewSession(keys, handshake.Identity, now);
        session.Third = third;
        session.OwesThird = third is not null;
        Begin(session, now);
    }

    /// <summary>A session is proven: the one before is recognised for a while, and nothing more.</summary>
    private void Begin(LinkSession session, Instant now)
    {
        CloseCurrent(now);
        _sessions.Use(session);
        _timers.HandleBegun(now);
        OwesPhase = true;
        Power.Begin();
        _forgeries.Begin();
    }

    /// <summary>The keys are worn: a site opens a session, a base asks for one, both within the handshakes' share.</summary>
    private void Renew(Instant now)
    {
        Opener?.Open(now);
        Gate?.Hint(now);
    }

    private void HandleToldProven(Told told, Instant now)
    {
        Told = null;
        Current!.HandleProven(told.ControlNumber);
        if (told.Published >= 0) Inbound.HandleReceiptProven(told.Published);
        if (!told.HasPhase) return;
        OwesPhase = false;
        _timers.HandlePhaseTold(now);
    }

    private void CloseCurrent(Instant now)
    {
        if (_sessions.Close(now) is { } old) _halfCoded.AddRange(old.Sending.HalfCoded());
        ForgetPrepared();
        Told = null;
        _timers.HandleClosed();
        BurstUntil = new Instant(long.MinValue);
        PeerCredit = byte.MaxValue;
        Talk.Reset();
    }

    private void CloseForBreach(Instant now)
    {
        _context.Refuse(LinkRefusal.Breach, Options.Id);
        CloseCurrent(now);
        Opener?.Open(now);
    }
}
