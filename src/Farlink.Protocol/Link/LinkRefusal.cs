namespace Farlink.Protocol.Link;

/// <summary>Why something from the air was not used. Nothing is transmitted, and nothing changes, because of it.</summary>
public enum LinkRefusal
{
    /// <summary>Too short or too long for any frame of ours.</summary>
    Malformed,

    /// <summary>No link of ours has this id.</summary>
    UnknownLink,

    /// <summary>No session, or none whose generation fits.</summary>
    NoSession,

    /// <summary>The tag is wrong: another key, another session, or changed.</summary>
    NotAuthentic,

    /// <summary>Authentic, but its number was seen before.</summary>
    Duplicate,

    /// <summary>Authentic, but too far behind to be told from a duplicate.</summary>
    TooOld,

    /// <summary>Authentic and of the session before: recognised only.</summary>
    PreviousSession,

    /// <summary>A handshake frame with a wrong tag.</summary>
    ForgedHello,

    /// <summary>An authentic hello whose counter is not above the highest seen.</summary>
    StaleHello,

    /// <summary>A handshake frame this end did not ask for.</summary>
    UnexpectedHello,

    /// <summary>A handshake frame of another protocol version.</summary>
    OtherVersion,

    /// <summary>A handshake frame of another mode than this link's: there is no falling back to it.</summary>
    OtherMode,

    /// <summary>Authentic, but its chunk cannot be decoded, or not to what was sent: the stream begins anew.</summary>
    Undecodable,

    /// <summary>Authentic, but it breaks the protocol.</summary>
    Breach,
}
