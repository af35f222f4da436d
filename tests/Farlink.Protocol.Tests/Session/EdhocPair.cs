using System.Security.Cryptography;
using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Tests.Session;

/// <summary>Long-term keys of two ends, and a handshake between them step by step.</summary>
internal sealed class EdhocPair
{
    public readonly ECDsa Initiator = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public readonly ECDsa Responder = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public readonly EdhocCredential CredentialI;
    public readonly EdhocCredential CredentialR;

    public EdhocPair()
    {
        CredentialI = EdhocCredential.Ccs("barn", [0x01], Point(Initiator));
        CredentialR = EdhocCredential.Ccs("home", [0x20], Point(Responder));
    }

    public EdhocOptions OptionsI(EdhocMethod method = EdhocMethod.AgreeAgree) =>
        Options(method, method.InitiatorSigns(), CredentialI, CredentialR);

    public EdhocOptions OptionsR(EdhocMethod method = EdhocMethod.AgreeAgree) =>
        Options(method, method.ResponderSigns(), CredentialR, CredentialI);

    /// <summary>Options of one end; it knows the other alone.</summary>
    public static EdhocOptions Options(EdhocMethod method, bool signs, EdhocCredential own, EdhocCredential peer) => new()
    {
        Methods = [method],
        Signing = signs ? own : null,
        Agreement = signs ? null : own,
        FindPeer = id => id.Span.SequenceEqual(peer.Identifier.Span) ? peer : null,
    };

    /// <summary>Both ends after message_2, which the initiator has taken, and message_3.</summary>
    public (EdhocInitiator I, EdhocResponder R, byte[] Message3) UpToMessage3(EdhocOptions optionsI, EdhocOptions optionsR)
    {
        var initiator = new EdhocInitiator(optionsI, Scalar());
        var responder = new EdhocResponder(optionsR, Scalar());
        Assert.Null(responder.HandleMessage1(initiator.Message1.Span));
        var message2 = responder.HandleAnswer(Answer(Responder, responder.Request));
        Assert.Null(initiator.HandleMessage2(message2.Span));
        return (initiator, responder, initiator.HandleAnswer(Answer(Initiator, initiator.Request)).ToArray());
    }

    public static byte[] Scalar() => ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportParameters(true).D!;

    public static byte[] Point(ECDsa key)
    {
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return [.. q.X!, .. q.Y!];
    }

    /// <summary>What a holder of a private key does.</summary>
    public static byte[] Answer(ECDsa key, EdhocRequest? request)
    {
        switch (request)
        {
            case EdhocRequest.Sign sign:
                return key.SignHash(sign.Digest.ToArray(), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            case EdhocRequest.Agree agree:
                using (var own = ECDiffieHellman.Create(key.ExportParameters(includePrivateParameters: true)))
                using (var peer = ECDiffieHellman.Create(P256.Parameters(agree.Peer.Span)))
                    return own.DeriveRawSecretAgreement(peer.PublicKey);
            default:
                throw new InvalidOperationException("Nothing was asked for.");
        }
    }
}
