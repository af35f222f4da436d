namespace Farlink.Host.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Verdict">Whether that is good.</param>
/// <param name="Saw">What it saw, in a line.</param>
/// <param name="Cure">
/// The commands, a line each, or the line of a file, that put it right; empty where nothing is wrong.
/// </param>
public sealed record Finding(Verdict Verdict, string Saw, string Cure)
{
    /// <summary>As it should be.</summary>
    public static Finding Ok(string saw) => new(Verdict.Ok, saw, "");

    /// <summary>Works, and not as meant.</summary>
    public static Finding Warn(string saw, string cure) => new(Verdict.Warn, saw, cure);

    /// <summary>Does not work.</summary>
    public static Finding Fail(string saw, string cure) => new(Verdict.Fail, saw, cure);

    /// <summary>Does not apply, or could not be looked at.</summary>
    public static Finding Skip(string why, string cure = "") => new(Verdict.Skip, why, cure);
}
