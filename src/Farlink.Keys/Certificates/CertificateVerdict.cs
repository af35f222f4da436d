namespace Farlink.Keys.Certificates;

/// <summary>Why a certificate is not good.</summary>
public enum CertificateFault
{
    /// <summary>It is good.</summary>
    None,

    /// <summary>There was none.</summary>
    Missing,

    /// <summary>Another CA issued it, or it is damaged.</summary>
    OtherAuthority,

    /// <summary>It is past its end.</summary>
    Expired,

    /// <summary>It is before its beginning.</summary>
    NotYetValid,

    /// <summary>It is for something else, a server's shown by a client for example.</summary>
    WrongPurpose,

    /// <summary>It is for another name.</summary>
    WrongName,

    /// <summary>Our CA has taken it back.</summary>
    Revoked,
}

/// <summary>What our own chain check says of a certificate.</summary>
/// <param name="Fault">Why it is not good.</param>
/// <param name="Text">The same for people; safe to show.</param>
public readonly record struct CertificateVerdict(CertificateFault Fault, string Text)
{
    /// <summary>Whether it is good.</summary>
    public bool IsGood => Fault == CertificateFault.None;
}
