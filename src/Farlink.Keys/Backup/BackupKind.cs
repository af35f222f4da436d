namespace Farlink.Keys.Backup;

/// <summary>What a file of a backup is: a restore treats some of them in their own way.</summary>
public enum BackupKind
{
    /// <summary>The configuration, of which there is one.</summary>
    Configuration,

    /// <summary>A private or shared key.</summary>
    Key,

    /// <summary>What a shared key is used for.</summary>
    KeyUse,

    /// <summary>A certificate, of the CA too.</summary>
    Certificate,

    /// <summary>A list of revocations: the higher number wins.</summary>
    Revocations,

    /// <summary>Users and passwords, or the password of one.</summary>
    Passwords,

    /// <summary>Who may publish and subscribe what.</summary>
    Access,

    /// <summary>A pairing: kept only if it was not ended meanwhile.</summary>
    Pairing,

    /// <summary>A re-key that was under way: it never takes the place of another.</summary>
    Rekey,

    /// <summary>A list of pairings that were ended: it only grows.</summary>
    Ended,

    /// <summary>The store: messages that wait, counters, the airtime ledger.</summary>
    Store,
}
