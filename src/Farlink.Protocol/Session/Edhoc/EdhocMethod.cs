namespace Farlink.Protocol.Session.Edhoc;

/// <summary>How each end proves itself: with a signature, or with a static Diffie-Hellman key (RFC 9528 §3.2).</summary>
public enum EdhocMethod
{
    /// <summary>Both sign.</summary>
    SignSign = 0,

    /// <summary>The initiator signs; the responder has a static key.</summary>
    SignAgree = 1,

    /// <summary>The initiator has a static key; the responder signs.</summary>
    AgreeSign = 2,

    /// <summary>Both have static keys: the shortest messages.</summary>
    AgreeAgree = 3,
}

/// <summary>Who signs.</summary>
internal static class EdhocMethods
{
    /// <summary>Whether the initiator signs.</summary>
    public static bool InitiatorSigns(this EdhocMethod method) => method is EdhocMethod.SignSign or EdhocMethod.SignAgree;

    /// <summary>Whether the responder signs.</summary>
    public static bool ResponderSigns(this EdhocMethod method) => method is EdhocMethod.SignSign or EdhocMethod.AgreeSign;
}
