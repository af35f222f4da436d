namespace Farlink.Protocol.Session.Edhoc;

/// <summary>What is derived, as the key schedule numbers it (RFC 9528 §4.1.2, figure 6, and §4.2.1, §4.2.2).</summary>
internal enum EdhocLabel
{
    /// <summary>What message_2's plaintext is combined with.</summary>
    Keystream2,

    /// <summary>Salt of PRK_3e2m.</summary>
    Salt3e2m,

    /// <summary>MAC_2.</summary>
    Mac2,

    /// <summary>Key of message_3.</summary>
    Key3,

    /// <summary>Nonce of message_3.</summary>
    Nonce3,

    /// <summary>Salt of PRK_4e3m.</summary>
    Salt4e3m,

    /// <summary>MAC_3.</summary>
    Mac3,

    /// <summary>PRK_out.</summary>
    PrkOut,

    /// <summary>Key of message_4.</summary>
    Key4,

    /// <summary>Nonce of message_4.</summary>
    Nonce4,

    /// <summary>PRK_exporter.</summary>
    PrkExporter,

    /// <summary>The next PRK_out, for a key update.</summary>
    KeyUpdate,
}
