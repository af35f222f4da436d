namespace Farlink.Runtime.Watching;

/// <summary>What an event is of.</summary>
public enum EventKind
{
    /// <summary>A session began.</summary>
    Session,

    /// <summary>The other end was heard again, or is silent.</summary>
    Link,

    /// <summary>A frame was not used.</summary>
    Refused,

    /// <summary>A certificate or pairing is trusted no more.</summary>
    Revoked,

    /// <summary>A message was too old.</summary>
    Expired,

    /// <summary>A message ended for another reason.</summary>
    Dead,

    /// <summary>An end started, or lost what it had known.</summary>
    Restart,

    /// <summary>The radio.</summary>
    Radio,

    /// <summary>The broker behind this end.</summary>
    Broker,

    /// <summary>The disk.</summary>
    Store,

    /// <summary>Somebody pressed a button.</summary>
    Action,

    /// <summary>A key changed.</summary>
    Key,

    /// <summary>Anything else to look at.</summary>
    Warning,
}
