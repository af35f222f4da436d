namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// The end that begins a handshake of EDHOC (RFC 9528), without clock, radio, randomness or long-term key of its own:
/// <list type="number">
/// <item>send <see cref="Message1"/>;</item>
/// <item>hand over what comes back with <see cref="HandleMessage2"/>; whatever is refused changes nothing;</item>
/// <item>let the holder of the private key carry out <see cref="Request"/>, and send what <see cref="HandleAnswer"/>
/// returns;</item>
/// <item><see cref="Session"/> is there. The peer is proven; it knows this end once message_3 has arrived, which
/// message_4, handed to <see cref="HandleMessage4"/>, or anything protected with an exported key confirms.</item>
/// </list>
/// An error message that comes instead is read with <see cref="EdhocError.TryParse"/>. Not safe for several threads.
/// </summary>
public sealed class EdhocInitiator : IDisposable
{
    private readonly EdhocOptions _options;
    private readonly EdhocMethod _method;
    private readonly EdhocSuite _suite;
    private readonly EdhocCredential _own;
    private readonly EphemeralKey _ephemeral;
    private readonly byte[] _message1;
    private EdhocCredential? _peer;
    private EdhocSecrets? _third;
    private EdhocSecrets? _fourth;
    private bool _isConfirmed;

    /// <summary>Begins one.</summary>
    /// <param name="options">Settings; the first of the methods is used.</param>
    /// <param name="ephemeral">This handshake's key: 32 random octets for which <see cref="P256.IsScalar"/>.</param>
    /// <exception cref="ArgumentException">Nothing can be done with the options, or the octets are no scalar.</exception>
    public EdhocInitiator(EdhocOptions options, ReadOnlySpan<byte> ephemeral)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked();
        _method = options.Methods[0];
        _suite = options.Selected;
        _own = options.Own(_method.InitiatorSigns())
            ?? throw new ArgumentException($"Method {(int)_method} needs a credential that is not there.", nameof(options));
        _ephemeral = new EphemeralKey(ephemeral);
        _message1 = new EdhocMessage1
        {
            Method = _method,
            Suites = [.. options.Suites.TakeWhile(suite => suite != (int)_suite), (int)_suite],
            Ephemeral = _ephemeral.X,
            ConnectionId = options.ConnectionId.ToArray(),
        }.ToArray();
    }

    /// <summary>message_1.</summary>
    public ReadOnlyMemory<byte> Message1 => _message1;

    /// <summary>What the holder of the private key is to compute, after a good message_2.</summary>
    public EdhocRequest? Request { get; private set; }

    /// <summary>C_R, after a good message_2.</summary>
    public ReadOnlyMemory<byte> PeerConnectionId { get; private set; }

    /// <summary>The session, after <see cref="HandleAnswer"/>. The caller disposes of it.</summary>
    public EdhocSession? Session { get; private set; }

    /// <summary>Takes message_2; null if it is good, and <see cref="Request"/> is there.</summary>
    public EdhocFailure? HandleMessage2(ReadOnlySpan<byte> message)
    {
        if (_peer is not null) return EdhocFailure.Unexpected;
        var reader = new CborReader(message);
        if (message.Length > EdhocOptions.LongestMessage || !reader.TryReadBytes(out var body) || !reader.IsAtEnd
            || body.Length <= P256.CoordinateSize)
            return EdhocFailure.Malformed;
        var ephemeral = body[..P256.CoordinateSize];
        if (ephemeral.SequenceEqual(_ephemeral.X)) return EdhocFailure.Reflected;
        Span<byte> point = stackalloc byte[P256.PointSize];
        if (!P256.TryRecover(ephemeral, point)) return EdhocFailure.InvalidPoint;
        using var second = EdhocSecrets.Begin(_message1, ephemeral, _ephemeral.Agree(point));
        return HandlePlaintext2(second, second.Combine2(body[P256.CoordinateSize..]), point.ToArray());
    }

    /// <summary>Takes what <see cref="Request"/> asked for, and returns message_3.</summary>
    /// <param name="answer">32 octets, which the caller wipes, or the signature.</param>
    /// <exception cref="InvalidOperationException">Nothing was asked for.</exception>
    /// <exception cref="ArgumentException">The answer has another length.</exception>
    public ReadOnlyMemory<byte> HandleAnswer(ReadOnlySpan<byte> answer)
    {
        var request = Request ?? throw new InvalidOperationException("No private key was asked for.");
        EdhocAnswer.Check(request, answer);
        Request = null;
        var third = _third!;
        var signs = _method.InitiatorSigns();
        _fourth = third.Mix(EdhocLabel.Salt4e3m, signs ? null : answer.ToArray());
        var proof = signs ? answer.ToArray() : Proof(third).Mac(_fourth.Prk, EdhocLabel.Mac3, _suite, signs: false);
        var plaintext = EdhocPlaintext.Write([], _own, proof);
        byte[] message;
        using (var seal = new EdhocSeal(third.Prk, EdhocLabel.Key3, third.Transcript, _suite)) message = seal.Seal(plaintext);
        var mixed = _fourth;
        _fourth = mixed.Take(plaintext, _own);
        mixed.Dispose();
        third.Dispose();
        Session = _fourth.Complete(_peer!);
        return message;
    }

    /// <summary>Takes message_4, which confirms that the peer has the same session; null if it does.</summary>
    public EdhocFailure? HandleMessage4(ReadOnlySpan<byte> message)
    {
        if (_fourth is null || _isConfirmed) return EdhocFailure.Unexpected;
        using var seal = new EdhocSeal(_fourth.Prk, EdhocLabel.Key4, _fourth.Transcript, _suite);
        if (seal.TryOpen(message, out var plaintext) is { } failure) return failure;
        if (EdhocAuthorization.Check(plaintext) is { } unknown) return unknown;
        _isConfirmed = true;
        return null;
    }

    /// <summary>Wipes everything but the session, which is the caller's.</summary>
    public void Dispose()
    {
        _ephemeral.Dispose();
        _third?.Dispose();
        _fourth?.Dispose();
    }

    private EdhocFailure? HandlePlaintext2(EdhocSecrets second, byte[] plaintext, byte[] point)
    {
        if (EdhocPlaintext.TryParse(plaintext, hasConnectionId: true, out var parts) is { } malformed) return malformed;
        if (_options.FindPeer(parts!.Identifier) is not { } peer) return EdhocFailure.UnknownCredential;
        if (EdhocAnswer.IsSame(peer, _own)) return EdhocFailure.Reflected;
        var signs = _method.ResponderSigns();
        var mixed = second.Mix(EdhocLabel.Salt3e2m, signs ? null : _ephemeral.Agree(peer.Point.Span));
        var proof = new EdhocProof
        {
            Identifier = parts.Identifier,
            Credential = peer.Content.Span,
            Transcript = second.Transcript,
            ConnectionId = new CborWriter().ConnectionId(parts.ConnectionId).Written,
            Authorization = parts.Authorization,
        };
        var mac = proof.Mac(mixed.Prk, EdhocLabel.Mac2, _suite, signs);
        if (!proof.IsProven(parts.Proof, mac, signs, peer.Point.Span))
        {
            mixed.Dispose();
            return EdhocFailure.NotAuthentic;
        }

        _peer = peer;
        PeerConnectionId = parts.ConnectionId;
        _third = mixed.Take(plaintext, peer);
        mixed.Dispose();
        Request = _method.InitiatorSigns()
            ? new EdhocRequest.Sign(Proof(_third).Digest(Proof(_third).Mac(_third.Prk, EdhocLabel.Mac3, _suite, signs: true)))
            : new EdhocRequest.Agree(point);
        return null;
    }

    private EdhocProof Proof(EdhocSecrets third) => new()
    {
        Identifier = _own.Identifier.Span,
        Credential = _own.Content.Span,
        Transcript = third.Transcript,
    };
}
