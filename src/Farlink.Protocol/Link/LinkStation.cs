using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// One end of the native link, a site or a base, without clock, disk, radio or randomness of its own. The caller
/// <list type="number">
/// <item>hands over what happens with the Handle methods and <see cref="Submit"/>, each with the store's time;</item>
/// <item>after every call takes <see cref="PollCommit"/>, <see cref="PollKeyRequest"/>, <see cref="PollEvent"/> and
/// <see cref="PollTransmit"/> until null, carries the commits out in order and answers with
/// <see cref="HandleCommitted"/>, lets the private key compute, and puts the frame on the air;</item>
/// <item>calls <see cref="HandleTimeout"/> when <see cref="NextTimeout"/> has come.</item>
/// </list>
/// Not safe for several threads.
/// </summary>
public sealed class LinkStation : IDisposable
{
    private static readonly Duration LeaseWait = Duration.FromMilliseconds(50);

    private readonly StationContext _context;
    private readonly AirtimeBudget _budget;
    private readonly LinkTable _table;
    private readonly Link[] _links;
    private readonly Channel _channel;
    private readonly Arbiter _arbiter;
    private Transmit? _onAir;
    private Link? _codesAhead;
    private Instant _codeAheadAt = Instant.Never;

    /// <summary>Goes on from what a store holds.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="image">The store's content.</param>
    /// <param name="random">Random octets.</param>
    /// <param name="now">The store's time, not before <see cref="StoreImage.Time"/>.</param>
    /// <exception cref="ArgumentException">Link ids repeat, a key is used twice, or there is none or, at a site, more than
    /// one link.</exception>
    public LinkStation(StationOptions options, StoreImage image, IRandomSource random, Instant now)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(image);
        _context = new StationContext(options, random, image);
        _budget = new AirtimeBudget(
            options.DutyCycle, options.Links.Count, options.Role == LinkRole.BaseStation, image, now);
        _channel = new Channel(_context);
        _table = new LinkTable(_context, image, now);
        _links = _table.All;
        _arbiter = new Arbiter(_links, _context, _budget, _channel);
    }

    /// <summary>This store's id.</summary>
    public ulong StoreId => _context.StoreId;

    /// <summary>The longest frame it makes, in octets: of the radio, of the region, and of the budget.</summary>
    public int MostFrameOctets => _context.Options.MostFrameOctets;

    /// <summary>Frames refused so far, by reason.</summary>
    public RefusalTally Refusals => _context.Refusals;

    /// <summary>Told of each nonce that is used: key, space, number.</summary>
    internal Action<long, int, long>? OnSealed
    {
        set => _context.OnSealed = value;
    }

    /// <summary>The session in use of a link.</summary>
    internal LinkSession? Session(byte link) => _table.Find(link).Current;

    /// <summary>Commits asked for and not answered.</summary>
    internal int CommitsWaiting => _context.Commits.Waiting;

    /// <summary>The earliest end of a wait for an answer.</summary>
    internal Instant AnswerDeadline => _links.Min(link => link.Talk.AnswerDeadline);

    /// <summary>Whether a handshake reply waits to be sent.</summary>
    internal bool HasHelloReply => Array.Exists(_links, link => link.Gate?.Reply is not null);

    /// <summary>When <see cref="HandleTimeout"/> wants to be called; a frame may have to be polled for then.</summary>
    public Instant NextTimeout(Instant now)
    {
        var next = _codeAheadAt;
        foreach (var link in _links)
        {
            var at = link.NextTimeout();
            if (at < next) next = at;
        }

        if (_onAir is not null) return next;
        var may = _arbiter.Next(now);
        return may < next ? may : next;
    }

    /// <summary>What a link is doing.</summary>
    public LinkStatus Status(byte link, Instant now) => LinkStatus.Of(_table.Find(link), _context.Options.Modulation, now);

    /// <summary>Airtime used in the last hour.</summary>
    public Duration AirtimeUsed(Instant now) => _budget.Used(now);

    /// <summary>When a frame of so many octets may start, if nothing is sent before.</summary>
    public Instant NextSlot(Instant now, int octets, AirtimeClass airtimeClass, byte link) =>
        _budget.Earliest(now, _context.Airtime(octets), airtimeClass, _table.Find(link).Index);

    /// <summary>Offers a message to a link.</summary>
    /// <param name="submission">The message and its route's policy.</param>
    /// <param name="token">The caller's name for it, returned in <see cref="LinkEvent.Accepted"/>.</param>
    /// <param name="now">Now.</param>
    /// <exception cref="ArgumentException">There is no such link.</exception>
    public SubmitVerdict Submit(Submission submission, long token, Instant now)
    {
        ArgumentNullException.ThrowIfNull(submission);
        var link = _table.Find(submission.Link);
        return link.IsEnded ? SubmitVerdict.Ended : link.Outbound.Submit(submission, token, now);
    }

    /// <summary>Commits a change of the MQTT side, in its turn among the station's own.</summary>
    /// <param name="operation">The change.</param>
    /// <param name="token">The caller's name for it, returned in <see cref="LinkEvent.Kept"/>.</param>
    /// <param name="now">Now.</param>
    public void Keep(StoreOperation operation, long token, Instant now) =>
        _context.Commits.Add(now, _ => _context.Events.Enqueue(new LinkEvent.Kept(token)), operation);

    /// <summary>Takes a frame from the radio at its end. Whatever is in it, this does not throw.</summary>
    public void HandleFrame(ReadOnlySpan<byte> frame, Instant now, LinkQuality quality)
    {
        if (frame.Length is < 2 or > 255)
        {
            _context.Refuse(LinkRefusal.Malformed, null);
            foreach (var one in _links) one.Talk.HandleForeign();
            return;
        }

        var link = _table[frame[1]];
        var isAuthentic = FrameDispatch.Handle(_context, _channel, link, frame, now, quality);

        // Whatever it was, nobody's wait for an answer is longer because of a frame that is not that answer.
        foreach (var other in _links)
            if (!isAuthentic || other != link) other.Talk.HandleForeign();
        if (isAuthentic && link!.Talk.AnswerAt <= now) _arbiter.RideAlong(link, now);
    }

    /// <summary>Says that a frame begins to arrive (a header was seen).</summary>
    public void HandleReceiving(Instant now)
    {
        foreach (var link in _links) link.Talk.HandleReceiving(now);
    }

    /// <summary>Says that a frame that began to arrive ended with a wrong CRC: nobody need wait for it any longer.</summary>
    public void HandleReceptionFailed()
    {
        foreach (var link in _links) link.Talk.HandleForeign();
    }

    /// <summary>Says that everything up to this ticket is on the disk.</summary>
    public void HandleCommitted(long ticket, Instant now) => _context.Commits.HandleCommitted(ticket, now);

    /// <summary>Says that the broker has taken over a message of <see cref="LinkEvent.Received"/>.</summary>
    public void HandlePublished(InboxRow row, Instant now)
    {
        ArgumentNullException.ThrowIfNull(row);
        _table.Find(row.Link).HandlePublished(row, null, now);
    }

    /// <summary>
    /// Says that a message of <see cref="LinkEvent.Received"/> will never be published: <see cref="LinkEvent.Dead"/> tells it
    /// here, and its publisher learns it if it asked for receipts.
    /// </summary>
    /// <param name="row">The message.</param>
    /// <param name="reason">Why.</param>
    /// <param name="words">More about that, or null.</param>
    /// <param name="now">Now.</param>
    public void HandleRefused(InboxRow row, DeadReason reason, string? words, Instant now)
    {
        ArgumentNullException.ThrowIfNull(row);
        var end = new LinkEvent.Dead(row.Link, row.Message, reason, null) { Words = words, Arrived = row };
        _table.Find(row.Link).HandlePublished(row, end, now);
    }

    /// <summary>Says that somebody was told of a dead letter.</summary>
    public void HandleTold(DeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        _context.DeadLetters.HandleTold(letter.Row);
    }

    /// <summary>Dead letters that nobody was told of, because too many waited.</summary>
    public long DeadLettersDropped => _context.DeadLetters.Dropped;

    /// <summary>Says that <see cref="NextTimeout"/> has come.</summary>
    public void HandleTimeout(Instant now)
    {
        foreach (var link in _links) link.HandleTimeout(now);
        if (_codeAheadAt > now) return;
        _codeAheadAt = Instant.Never;
        if (_codesAhead is { Current: not null } ahead) _arbiter.CodeIfAllowed(ahead, now);
    }

    /// <summary>
    /// Begins a re-key: from now on the next key is good too, and a site opens a session with it. The key before stays good until
    /// such a session is proven, which <see cref="LinkEvent.Rekeyed"/> tells.
    /// </summary>
    /// <param name="link">The link.</param>
    /// <param name="next">The ends, one of them with its next key.</param>
    /// <param name="now">Now.</param>
    /// <exception cref="ArgumentException">There is no such link, or it is not one of paired ends.</exception>
    public void Rekey(byte link, LinkIdentity next, Instant now)
    {
        ArgumentNullException.ThrowIfNull(next);
        _table.Find(link).Rekey(next, now);
    }

    /// <summary>Whether a goodbye of <see cref="Stop"/> has not been said yet.</summary>
    public bool OwesGoodbye => Array.Exists(_links, link => link.WantsBye);

    /// <summary>Asks every link to say goodbye: a site that stops cleanly is known to be offline at once.</summary>
    /// <param name="now">Now.</param>
    public void Stop(Instant now)
    {
        _context.Commits.AddLazyNow(now);
        foreach (var link in _links) link.WantsBye = link.Current is { PeerHasOurs: true };
    }

    /// <summary>
    /// Ends a link for good: its peer is no longer trusted. Its keys are wiped at once, its next frame is one of an unknown link,
    /// and what waits for it stays in the store.
    /// </summary>
    public void End(byte link, Instant now) => _table.Find(link).End(now);

    /// <summary>
    /// Sends no messages by a link until told otherwise, or until a restart; what the peer sends is taken and answered as ever,
    /// and what is submitted waits.
    /// </summary>
    /// <param name="link">The link.</param>
    /// <param name="isPaused">Whether to pause it, or to go on.</param>
    /// <exception cref="ArgumentException">There is no such link.</exception>
    public void Pause(byte link, bool isPaused) => _table.Find(link).IsPaused = isPaused;

    /// <summary>Sends what waits for company, or for its time slot, as soon as the budget allows.</summary>
    /// <exception cref="ArgumentException">There is no such link.</exception>
    public void Flush(byte link) => _table.Find(link).Outbound.Queue.Flush();

    /// <summary>Changes for the disk, in order; null if there are none.</summary>
    public CommitRequest? PollCommit() => _context.Commits.Poll();

    /// <summary>What a private key is to compute; null if nothing.</summary>
    public KeyRequest? PollKeyRequest() => _context.KeyRequests.Poll();

    /// <summary>Says what a private key has computed.</summary>
    /// <param name="ticket">Of <see cref="KeyRequest"/>.</param>
    /// <param name="answer">See <see cref="Session.Edhoc.EdhocRequest"/>; the caller wipes it.</param>
    /// <param name="now">Now.</param>
    public void HandleKeyAnswer(long ticket, ReadOnlySpan<byte> answer, Instant now)
    {
        if (answer.IsEmpty) throw new ArgumentException("An answer has octets.", nameof(answer));
        _context.KeyRequests.HandleAnswer(ticket, answer, now);
    }

    /// <summary>Says that a private key cannot be used: the handshake it was for is given up, and another comes later.</summary>
    public void HandleKeyFailed(long ticket, Instant now) => _context.KeyRequests.HandleAnswer(ticket, [], now);

    /// <summary>The next thing to tell, or null.</summary>
    public LinkEvent? PollEvent() => _context.Events.TryDequeue(out var next) ? next : null;

    /// <summary>The frame to put on the air now, or null. Until its end is reported there is no other.</summary>
    public Transmit? PollTransmit(Instant now)
    {
        while (_onAir is null)
        {
            if (_channel.TakeHeld(now, _arbiter.AnswersFirstUntil(now) is not null) is { } held)
            {
                // What was sealed in a session that is closed by now, or went out by other means, would only be noise.
                if (held.Session is not null && held.Session != _links[held.LinkIndex].Current) continue;
                if (held is { Chunk.Sent: > 0, ControlNumber: < 0 } || _links[held.LinkIndex].IsEnded) continue;
                if (held.Chunk is { } stale && !held.Session!.Sending.Holds(stale)) continue;
                var heldClass = held.Plan.Class;
                var slot = _budget.Earliest(now, held.Airtime, heldClass, held.LinkIndex);
                if (slot > now || !_budget.IsLeased(held.Airtime))
                {
                    _channel.HoldOn(held, slot > now ? slot : now + LeaseWait);
                    if (slot <= now) _arbiter.RenewLease(held.Airtime, now);
                    return null;
                }

                return _onAir = held;
            }

            var (link, plan) = _arbiter.Choose(now);
            if (link is null) return null;
            if (plan.Kind == PlanKind.Code)
            {
                FrameFactory.Prepare(link, _context, _budget, now);
                if (link.IsPreparing || link.Prepared is null) return null;
                continue;
            }

            var airtime = _context.Airtime(Math.Min(plan.Octets, _context.Options.MostFrameOctets));
            if (!_budget.IsLeased(airtime))
            {
                _arbiter.RenewLease(airtime, now);
                return null;
            }

            var answer = link.Current is { } session
                ? FrameFactory.MostControlOctets(session) : link.Options.Identity.SecondSize;
            var credit = _budget.Credit(now, _context.Airtime(answer), link.Index);
            var mayContinue = _arbiter.MayContinue(link, airtime, now);
            if (plan.Kind is PlanKind.Chunk or PlanKind.Code && !link.IsInBurst(now)) link.Confirm.HandleBurst(now);
            _onAir = FrameFactory.Build(link, plan, _context, credit, mayContinue, now);
            if (_onAir.Continues)
            {
                _codesAhead = link;
                _codeAheadAt = now + _onAir.Airtime - _context.Options.CodeAhead;
            }
        }

        return _onAir;
    }

    /// <summary>Says that the frame last polled was on the air.</summary>
    /// <param name="start">When its first symbol left.</param>
    /// <param name="end">When its last symbol left.</param>
    public void HandleTransmitted(Instant start, Instant end)
    {
        var frame = TakeOffAir();
        _channel.HandleSent();
        var link = _links[frame.LinkIndex];
        _budget.Spend(start, frame.Airtime, frame.Plan.Class, frame.LinkIndex);
        link.Frames.NoteSent(isRepeat: frame.Chunk is { Sent: > 0 });
        TransmitEffects.Apply(link, frame, start, end, _context);
        link.BurstUntil = frame.Continues
            ? end + _context.Options.Gap + (_context.Options.CodeAhead * 2) : new Instant(long.MinValue);
    }

    /// <summary>
    /// Says that the radio failed while it sent the frame last polled. It may have left, so its airtime counts as spent; nobody
    /// is believed to have heard it, and it is made anew after a pause.
    /// </summary>
    public void HandleTransmitFailed(Instant start, Instant now)
    {
        var frame = TakeOffAir();
        _budget.Spend(start, frame.Airtime, frame.Plan.Class, frame.LinkIndex);
        Fail(frame, mayHaveLeft: true, now);
    }

    /// <summary>
    /// Says that the radio never got the frame last polled, so that certainly nothing left: it costs no airtime, and is made anew
    /// after a pause.
    /// </summary>
    public void HandleNotSent(Instant now) => Fail(TakeOffAir(), mayHaveLeft: false, now);

    /// <summary>
    /// Says that the radio was away and is back: it is used at once, and whoever did not answer meanwhile is asked as if for the
    /// first time.
    /// </summary>
    public void HandleRadioBack(Instant now)
    {
        _channel.HandleRadioBack();
        foreach (var link in _links)
        {
            link.Talk.HandleRadioBack(now);
            link.Opener?.HandleRadioBack(now);
        }
    }

    /// <summary>Says that the channel was busy and the frame last polled was not sent.</summary>
    public void HandleBusy(Instant now) => _channel.Hold(TakeOffAir(), now);

    /// <summary>Wipes all keys.</summary>
    public void Dispose()
    {
        foreach (var link in _links) link.Dispose();
    }

    private Transmit TakeOffAir()
    {
        var frame = _onAir ?? throw new InvalidOperationException("No frame is on its way.");
        _onAir = null;
        return frame;
    }

    private void Fail(Transmit frame, bool mayHaveLeft, Instant now)
    {
        _channel.HandleFailed(now);
        var link = _links[frame.LinkIndex];
        TransmitEffects.ApplyFailure(link, frame, mayHaveLeft, now, _context);
        link.BurstUntil = new Instant(long.MinValue);
    }
}
