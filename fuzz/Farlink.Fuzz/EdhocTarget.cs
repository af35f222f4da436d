using Farlink.Protocol.Session.Edhoc;
using Farlink.Simulation.Network;

namespace Farlink.Fuzz;

/// <summary>
/// Both roles of EDHOC under hostile messages: the first octet says which message it is. None may throw, and none may be taken.
/// </summary>
internal static class EdhocTarget
{
    private static readonly SimulatedKey SiteKey = new(1);
    private static readonly SimulatedKey BaseKey = new(2);
    private static readonly EdhocCredential Site = EdhocCredential.Ccs("barn", [0x00], SiteKey.Point.Span);
    private static readonly EdhocCredential Base = EdhocCredential.Ccs("base", [0x20], BaseKey.Point.Span);

    private static readonly byte[] Scalar = Convert.FromHexString(
        "368ec1f69aeb659ba37d5a8d45b21bdc0299dceaa8ef235f3ca42ce3530f9525");

    private static readonly byte[] OtherScalar = Convert.FromHexString(
        "e2f4126777205e853b437d6eaca1e1f753cdcc3e2c69fa884b0a1a640977e418");

    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        var message = input[1..];
        using var initiator = new EdhocInitiator(Options(Site, Base), Scalar);
        using var responder = new EdhocResponder(Options(Base, Site), OtherScalar);
        switch (input[0] % 5)
        {
            case 0:
                if (responder.HandleMessage1(message) is null != (responder.Request is not null))
                    throw new InvalidOperationException("a hello is taken by halves");
                break;
            case 1:
                Refused(initiator.HandleMessage2(message));
                break;
            case 2:
                Exchange(initiator, responder);
                Refused(responder.HandleMessage3(message));
                break;
            case 3:
                Exchange(initiator, responder);
                Refused(initiator.HandleMessage4(message));
                break;
            default:
                if (EdhocError.TryParse(message, out var error) && !message.SequenceEqual(error.ToArray()))
                    throw new InvalidOperationException("an error message has two forms");
                break;
        }
    }

    private static void Exchange(EdhocInitiator initiator, EdhocResponder responder)
    {
        Taken(responder.HandleMessage1(initiator.Message1.Span));
        Taken(initiator.HandleMessage2(responder.HandleAnswer(BaseKey.Answer(responder.Request!)).Span));
        _ = initiator.HandleAnswer(SiteKey.Answer(initiator.Request!));
    }

    private static EdhocOptions Options(EdhocCredential own, EdhocCredential peer) => new()
    {
        Agreement = own,
        FindPeer = identifier => identifier.Span.SequenceEqual(peer.Identifier.Span) ? peer : null,
    };

    private static void Refused(EdhocFailure? failure)
    {
        if (failure is null) throw new InvalidOperationException("a forged message is taken");
    }

    private static void Taken(EdhocFailure? failure)
    {
        if (failure is { } why) throw new InvalidOperationException($"a genuine message is refused: {why}");
    }
}
