using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Edhoc;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Pairing;

/// <summary>
/// One end of a pairing over the air, without clock, radio or private key of its own. Feed it frames and time; put on the air
/// what <see cref="PollTransmit"/> gives; let a person compare <see cref="Code"/> with the other end's and say
/// <see cref="Confirm"/> or <see cref="Refuse"/>; let the element carry out <see cref="Request"/>; keep the pairing when
/// <see cref="Step"/> is <see cref="PairingStep.Proven"/>, then call <see cref="HandleKept"/>. One object is one try: it takes
/// one peer, and what else is heard is counted. Not safe for several threads.
/// </summary>
public abstract class AirPairing : IDisposable
{
    /// <summary>Octets around a name in the longest frame, which shows an end.</summary>
    private const int FrameOverhead = PairingFrame.HeadSize + 1 + P256.CoordinateSize + PairingCode.NonceSize;

    private const int LongestExchangeFrame = 100;
    private static readonly Duration ShortestInterval = Duration.FromSeconds(4);

    private readonly IRandomSource _random;
    private readonly Instant _end;
    private readonly Duration _interval;
    private byte[]? _repeated;
    private byte[]? _answer;
    private Instant _sendAt = Instant.Never;
    private Instant _answerAgain;

    private protected AirPairing(AirPairingOptions options, IRandomSource random, Instant now)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        Options = options;
        Own = PairedCredential.Of(options.Role, options.Name, options.Point.Span);
        Nonce = Draw(random, PairingCode.NonceSize);
        _random = random;
        _end = now + options.Opening;
        var airtime = LoRaAirtime.Of(options.Modulation, LongestExchangeFrame);
        _interval = new Duration(Math.Max(airtime.Nanoseconds * 8, ShortestInterval.Nanoseconds));
        OwnEnd = PairingFrame.WriteEnd(options.Name, options.Point.Span, Nonce);
        if (OwnEnd.Length + PairingFrame.HeadSize <= options.MostFrameOctets) return;
        throw new ArgumentException(
            $"A frame of this radio and region, {options.MostFrameOctets} octets, has no room for the name: it leaves "
            + $"{Math.Max(0, options.MostFrameOctets - FrameOverhead)} octets.", nameof(options));
    }

    /// <summary>How far it is.</summary>
    public PairingStep Step { get; private protected set; }

    /// <summary>Why it came to nothing, if it did.</summary>
    public PairingFailure? Failure { get; private set; }

    /// <summary>The other end, from <see cref="PairingStep.Comparing"/> on.</summary>
    public PairingPeer? Peer { get; private protected set; }

    /// <summary>Six digits for two people to compare, from <see cref="PairingStep.Comparing"/> on.</summary>
    public string? Code { get; private protected set; }

    /// <summary>The link id, from <see cref="PairingStep.Proven"/> on.</summary>
    public byte Link { get; private protected set; }

    /// <summary>K_hello of the pairing, 32 octets, from <see cref="PairingStep.Proven"/> on.</summary>
    public ReadOnlyMemory<byte> HelloKey { get; private protected set; }

    /// <summary>What this end's static key is to compute; null if nothing.</summary>
    public EdhocRequest? Request { get; private protected set; }

    /// <summary>Pairing frames of others than the one peer of this try.</summary>
    public int OthersHeard { get; private set; }

    /// <summary>Time after which a frame is sent again, at least. It is 4 s, more with a slow radio.</summary>
    public Duration RepeatInterval => _interval;

    /// <summary>When to call <see cref="HandleTimeout"/>, or to look for a frame, at the latest.</summary>
    public Instant NextTimeout => Step switch
    {
        PairingStep.Failed => Instant.Never,
        PairingStep.Proven or PairingStep.Done => _sendAt,
        _ => _sendAt < _end ? _sendAt : _end,
    };

    /// <summary>Whether the other end may still ask after this one is done: the base speaks last.</summary>
    public bool IsAskedAfterDone => Options.Role == LinkRole.BaseStation;

    private protected AirPairingOptions Options { get; }

    private protected EdhocCredential Own { get; }

    private protected byte[] Nonce { get; }

    /// <summary>What shows this end.</summary>
    private protected byte[] OwnEnd { get; }

    /// <summary>The other end's role.</summary>
    private protected LinkRole Other => Options.Role == LinkRole.Site ? LinkRole.BaseStation : LinkRole.Site;

    /// <summary>Makes the end of this role.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="random">Octets nobody can predict.</param>
    /// <param name="now">The opening begins.</param>
    /// <exception cref="ArgumentException">The name or key is none, or the name does not fit a frame.</exception>
    public static AirPairing Open(AirPairingOptions options, IRandomSource random, Instant now)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Role == LinkRole.Site ? new SitePairing(options, random, now) : new BasePairing(options, random, now);
    }

    /// <summary>The next frame for the air; null if there is none now.</summary>
    public byte[]? PollTransmit(Instant now)
    {
        if (Step == PairingStep.Failed) return null;
        if (_answer is { } answer)
        {
            _answer = null;
            return answer;
        }

        if (_repeated is null || now < _sendAt) return null;

        // Both ends repeat: a random part keeps them from doing it at the same moment each time.
        _sendAt = now + _interval + new Duration((long)(_interval.Nanoseconds * (Draw(_random, 1)[0] / 1024.0)));
        return _repeated;
    }

    /// <summary>Takes a frame from the air; whatever is not of this pairing changes nothing.</summary>
    public void HandleFrame(ReadOnlySpan<byte> frame, Instant now)
    {
        HandleTimeout(now);
        if (Step == PairingStep.Failed || PairingFrame.TypeOf(frame) is not { } type) return;
        if (!TryHandle(type, frame, now)) OthersHeard++;
    }

    /// <summary>Time has passed.</summary>
    public void HandleTimeout(Instant now)
    {
        if (now < _end || Step is PairingStep.Failed or PairingStep.Proven or PairingStep.Done) return;
        Fail(Step switch
        {
            PairingStep.Looking => PairingFailure.NobodyHeard,
            PairingStep.Comparing => PairingFailure.NotConfirmed,
            _ => PairingFailure.NotProven,
        });
    }

    /// <summary>The person here says that the codes are the same.</summary>
    /// <param name="link">At a base: the link id it gives, 1 to 255. A site learns it.</param>
    /// <param name="now">Now.</param>
    /// <exception cref="InvalidOperationException">There is nothing to compare.</exception>
    public void Confirm(byte link, Instant now)
    {
        HandleTimeout(now);
        if (Step == PairingStep.Failed) return;
        if (Step != PairingStep.Comparing) throw new InvalidOperationException("There is no code to compare.");
        Link = link;
        Step = PairingStep.Proving;
        Request = new EdhocRequest.Agree(Peer!.Point);
    }

    /// <summary>The person here says that they differ, or gives up.</summary>
    public void Refuse()
    {
        if (Step is not (PairingStep.Done or PairingStep.Failed)) Fail(PairingFailure.Refused);
    }

    /// <summary>The element has computed what <see cref="Request"/> asked for; empty if it could not.</summary>
    /// <param name="answer">32 octets, which the caller wipes.</param>
    /// <param name="now">Now.</param>
    /// <exception cref="InvalidOperationException">Nothing was asked for.</exception>
    public void HandleAnswer(ReadOnlySpan<byte> answer, Instant now)
    {
        if (Request is null) throw new InvalidOperationException("No private key was asked for.");
        HandleTimeout(now);
        if (Step == PairingStep.Failed) return;
        if (answer.IsEmpty)
        {
            Fail(PairingFailure.KeyFailed);
        }
        else if (HelloKey.IsEmpty)
        {
            Request = null;
            var (site, baseStation) = Options.Role == LinkRole.Site ? (Own, Peer!.Credential) : (Peer!.Credential, Own);
            HelloKey = PairedIdentity.DeriveHelloKey(answer, site, baseStation);
            Prove(now);
        }
        else
        {
            HandleProof(answer, now);
        }
    }

    /// <summary>The pairing is on the disk.</summary>
    /// <exception cref="InvalidOperationException">There was none to keep.</exception>
    public void HandleKept(Instant now)
    {
        if (Step != PairingStep.Proven) throw new InvalidOperationException("There is no pairing to keep.");
        Step = PairingStep.Done;
        SayKept(now);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Wipe();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes a pairing frame; false if it is of somebody else.</summary>
    private protected abstract bool TryHandle(PairingFrameType type, ReadOnlySpan<byte> frame, Instant now);

    /// <summary>K_hello is there: the handshake can begin.</summary>
    private protected abstract void Prove(Instant now);

    /// <summary>The static key has computed its part of the handshake.</summary>
    private protected abstract void HandleProof(ReadOnlySpan<byte> answer, Instant now);

    /// <summary>The pairing is kept here.</summary>
    private protected abstract void SayKept(Instant now);

    /// <summary>Wipes what is secret.</summary>
    private protected abstract void Wipe();

    /// <summary>Settings of the handshake: these two ends and no other.</summary>
    private protected EdhocOptions Handshake() => new()
    {
        Agreement = Own,
        FindPeer = identifier => identifier.Span.SequenceEqual(Peer!.Credential.Identifier.Span) ? Peer.Credential : null,
    };

    /// <summary>A private key for this handshake alone.</summary>
    private protected byte[] DrawScalar()
    {
        while (true)
        {
            var scalar = Draw(_random, P256.CoordinateSize);
            if (P256.IsScalar(scalar)) return scalar;
        }
    }

    private protected byte[] DrawOpening() => Draw(_random, PairingFrame.OpeningSize);

    /// <summary>Sends a frame until the other end goes on.</summary>
    private protected void Repeat(byte[]? frame, Instant now)
    {
        _repeated = frame;
        _sendAt = frame is null ? Instant.Never : now;
    }

    /// <summary>Answers a frame; the same one again not at once, so that nobody makes this end talk.</summary>
    private protected void Answer(byte[] frame, Instant now, bool isRepeat)
    {
        if (isRepeat && now < _answerAgain) return;
        _answerAgain = now + new Duration(_interval.Nanoseconds / 2);
        _answer = frame;
    }

    private protected void Fail(PairingFailure failure)
    {
        Step = PairingStep.Failed;
        Failure = failure;
        (_repeated, _answer, Request) = (null, null, null);
        Wipe();
    }

    private static byte[] Draw(IRandomSource random, int octets)
    {
        var drawn = new byte[octets];
        random.Fill(drawn);
        return drawn;
    }
}
