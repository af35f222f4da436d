namespace Farlink.Host.Doctor;

/// <summary>What a check says.</summary>
public enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, and probably not as meant, or not for long.</summary>
    Warn,

    /// <summary>It does not work.</summary>
    Fail,

    /// <summary>It does not apply here, or could not be looked at.</summary>
    Skip,
}
