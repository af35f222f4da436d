namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// The cipher suites that are supported (RFC 9528 §3.6): both have AES-CCM-128, SHA-256, P-256 and ES256.
/// </summary>
public enum EdhocSuite
{
    /// <summary>Tags and MACs of 8 octets.</summary>
    Suite2 = 2,

    /// <summary>Tags and MACs of 16 octets.</summary>
    Suite3 = 3,
}

/// <summary>Their sizes.</summary>
internal static class EdhocSuites
{
    /// <summary>Octets of the AEAD's tag, and of the MAC of an end with a static key.</summary>
    public static int TagSize(this EdhocSuite suite) => suite == EdhocSuite.Suite2 ? 8 : 16;

    /// <summary>Whether a number is a suite that is supported.</summary>
    public static bool IsSupported(long suite) => suite is (long)EdhocSuite.Suite2 or (long)EdhocSuite.Suite3;
}
