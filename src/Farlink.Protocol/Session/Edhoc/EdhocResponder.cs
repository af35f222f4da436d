namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// The end that answers a handshake of EDHOC (RFC 9528), without clock, radio, randomness or long-term key of its own:
/// <list type="number">
/// <item>hand over message_1 with <see cref="HandleMessage1"/>;</item>
/// <item>let the holder of the private key carry out <see cref="Request"/>, and send what <see cref="HandleAnswer"/>
/// returns;</item>
/// <item>hand over what comes back with <see cref="HandleMessage3"/>; whatever is refused changes nothing;</item>
/// <item><see cref="Session"/> is there. <see cref="WriteMessage4"/> confirms it to the peer; anything protected with an
/// exported key does so as well.</item>
/// </list>
/// What to answer to a message that is refused, if anything, is <see cref="EdhocError.For"/>. Not safe for several threads.
/// </summary>
public sealed class EdhocResponder : IDisposable
{
    private readonly EdhocOptions _options;
    private readonly EphemeralKey _ephemeral;
    private readonly byte[] _connectionId;
    private EdhocMethod _method;
    private EdhocSuite _suite;
    private EdhocCredential? _own;
    private EdhocSecrets? _second;
    private EdhocSecrets? _third;
    private EdhocSecrets? _fourth;

    /// <summary>Waits for one.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="ephemeral">This handshake's key: 32 random octets for which <see cref="P256.IsScalar"/>.</param>
    /// <exception cref="ArgumentException">Nothing can be done with the options, or the octets are no scalar.</exception>
    public EdhocResponder(EdhocOptions options, ReadOnlySpan<byte> ephemeral)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked();
        foreach (var suite in options.Suites)
        {
            if (!EdhocSuites.IsSupported(suite))
                throw new ArgumentException($"A responder cannot offer suite {suite}: 2 and 3 are supported.", nameof(options));
        }

        foreach (var method in options.Methods)
        {
            if (options.Own(method.ResponderSigns()) is null)
                throw new ArgumentException($"Method {(int)method} needs a credential that is not there.", nameof(options));
        }

        _ephemeral = new EphemeralKey(ephemeral);
        _connectionId = new CborWriter().ConnectionId(options.ConnectionId.Span).Written.ToArray();
    }

    /// <summary>What the holder of the private key is to compute, after a good message_1.</summary>
    public EdhocRequest? Request { get; private set; }

    /// <summary>C_I, after a good message_1.</summary>
    public ReadOnlyMemory<byte> PeerConnectionId { get; private set; }

    /// <summary>The session, after a good message_3. The caller disposes of it.</summary>
    public EdhocSession? Session { get; private set; }

    /// <summary>Takes message_1; null if it is good, and <see cref="Request"/> is there.</summary>
    public EdhocFailure? HandleMessage1(ReadOnlySpan<byte> message)
    {
        if (_second is not null) return EdhocFailure.Unexpected;
        if (EdhocMessage1.TryParse(message, out var first) is { } malformed) return malformed;
        if (!_options.Methods.Contains(first!.Method)) return EdhocFailure.UnsupportedMethod;

        // One that its sender likes better and we know too: somebody has changed what it offers (RFC 9528 §5.2.3).
        var selected = first.Suites[^1];
        if (!_options.Suites.Contains(selected) || first.Suites.Take(first.Suites.Count - 1).Any(_options.Suites.Contains))
            return EdhocFailure.UnsupportedSuite;
        if (first.Ephemeral.AsSpan().SequenceEqual(_ephemeral.X)) return EdhocFailure.Reflected;
        var point = new byte[P256.PointSize];
        if (!P256.TryRecover(first.Ephemeral, point)) return EdhocFailure.InvalidPoint;
        _method = first.Method;
        _suite = (EdhocSuite)selected;
        _own = _options.Own(_method.ResponderSigns())!;
        PeerConnectionId = first.ConnectionId;
        _second = EdhocSecrets.Begin(message, _ephemeral.X, _ephemeral.Agree(point));
        Request = _method.ResponderSigns()
            ? new EdhocRequest.Sign(Proof.Digest(Proof.Mac(_second.Prk, EdhocLabel.Mac2, _suite, signs: true)))
            : new EdhocRequest.Agree(point);
        return null;
    }

    /// <summary>Takes what <see cref="Request"/> asked for, and returns message_2.</summary>
    /// <param name="answer">32 octets, which the caller wipes, or the signature.</param>
    /// <exception cref="InvalidOperationException">Nothing was asked for.</exception>
    /// <exception cref="ArgumentException">The answer has another length.</exception>
    public ReadOnlyMemory<byte> HandleAnswer(ReadOnlySpan<byte> answer)
    {
        var request = Request ?? throw new InvalidOperationException("No private key was asked for.");
        EdhocAnswer.Check(request, answer);
        Request = null;
        var signs = _method.ResponderSigns();
        using var mixed = _second!.Mix(EdhocLabel.Salt3e2m, signs ? null : answer.ToArray());
        var proof = signs ? answer.ToArray() : Proof.Mac(mixed.Prk, EdhocLabel.Mac2, _suite, signs: false);
        var plaintext = EdhocPlaintext.Write(_connectionId, _own!, proof);
        byte[] body = [.. _ephemeral.X, .. _second.Combine2(plaintext)];
        _third = mixed.Take(plaintext, _own!);
        _second.Dispose();
        return new CborWriter().Bytes(body).Written.ToArray();
    }

    /// <summary>Takes message_3; null if it is good, and <see cref="Session"/> is there.</summary>
    public EdhocFailure? HandleMessage3(ReadOnlySpan<byte> message)
    {
        if (_third is null || _fourth is not null) return EdhocFailure.Unexpected;

        // Checked before anything that costs more than a few octets of AES.
        byte[] plaintext;
        using (var seal = new EdhocSeal(_third.Prk, EdhocLabel.Key3, _third.Transcript, _suite))
            if (seal.TryOpen(message, out plaintext) is { } failure) return failure;
        if (EdhocPlaintext.TryParse(plaintext, hasConnectionId: false, out var parts) is { } malformed) return malformed;
        if (_options.FindPeer(parts!.Identifier) is not { } peer) return EdhocFailure.UnknownCredential;
        if (EdhocAnswer.IsSame(peer, _own!)) return EdhocFailure.Reflected;
        var signs = _method.InitiatorSigns();
        using var mixed = _third.Mix(EdhocLabel.Salt4e3m, signs ? null : _ephemeral.Agree(peer.Point.Span));
        var proof = new EdhocProof
        {
            Identifier = parts.Identifier,
            Credential = peer.Content.Span,
            Transcript = _third.Transcript,
            Authorization = parts.Authorization,
        };
        var mac = proof.Mac(mixed.Prk, EdhocLabel.Mac3, _suite, signs);
        if (!proof.IsProven(parts.Proof, mac, signs, peer.Point.Span)) return EdhocFailure.NotAuthentic;
        _fourth = mixed.Take(plaintext, peer);
        _third.Dispose();
        Session = _fourth.Complete(peer);
        return null;
    }

    /// <summary>message_4, after a good message_3.</summary>
    /// <exception cref="InvalidOperationException">There was none yet.</exception>
    public ReadOnlyMemory<byte> WriteMessage4()
    {
        if (_fourth is null) throw new InvalidOperationException("There is no session to confirm.");
        using var seal = new EdhocSeal(_fourth.Prk, EdhocLabel.Key4, _fourth.Transcript, _suite);
        return seal.Seal([]);
    }

    /// <summary>Wipes everything but the session, which is the caller's.</summary>
    public void Dispose()
    {
        _ephemeral.Dispose();
        _second?.Dispose();
        _third?.Dispose();
        _fourth?.Dispose();
    }

    private EdhocProof Proof => new()
    {
        Identifier = _own!.Identifier.Span,
        Credential = _own.Content.Span,
        Transcript = _second!.Transcript,
        ConnectionId = _connectionId,
    };
}
