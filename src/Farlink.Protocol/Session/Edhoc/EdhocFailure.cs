namespace Farlink.Protocol.Session.Edhoc;

/// <summary>Why a message of EDHOC is not used. Nothing has changed: another one may be handed over.</summary>
public enum EdhocFailure
{
    /// <summary>Not a message: CBOR that is not deterministic, something missing, or octets after it.</summary>
    Malformed,

    /// <summary>A method that this end is not set up for.</summary>
    UnsupportedMethod,

    /// <summary>The suite selected is not supported, or one that its sender prefers is.</summary>
    UnsupportedSuite,

    /// <summary>A connection identifier that is empty or longer than <see cref="EdhocOptions.LongestConnectionId"/>.</summary>
    ConnectionIdSize,

    /// <summary>Authorization data that is marked critical and not known.</summary>
    CriticalAuthorization,

    /// <summary>An ephemeral key that is no point of the curve.</summary>
    InvalidPoint,

    /// <summary>A credential that this end does not know.</summary>
    UnknownCredential,

    /// <summary>This end's own credential, key or ephemeral key comes back.</summary>
    Reflected,

    /// <summary>Tag, MAC or signature is wrong: another key, another name, or changed on the way.</summary>
    NotAuthentic,

    /// <summary>The message has been taken already, or comes before its turn.</summary>
    Unexpected,
}
