namespace Farlink.Setup;

/// <summary>The broker that a base feeds.</summary>
/// <param name="Url">Its address.</param>
/// <param name="User">User there; null: none.</param>
/// <param name="Password">Password there; null: none.</param>
/// <param name="CaFile">PEM file with its private CA; null: the system's authorities.</param>
internal sealed record UpstreamAnswers(string Url, string? User, string? Password, string? CaFile)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => Url;
}
