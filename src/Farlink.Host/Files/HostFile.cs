namespace Farlink.Host.Files;

/// <summary>A file of a system, as it is to be. It belongs to <see cref="Owner"/>, like all configuration.</summary>
/// <param name="Path">Its path on the system: absolute, without dots.</param>
/// <param name="Content">Its text, written as UTF-8.</param>
/// <param name="Mode">Who may do what with it: <see cref="Readable"/> or <see cref="Secret"/>.</param>
public sealed record HostFile(string Path, string Content, UnixFileMode Mode)
{
    /// <summary>Mode 0644: everybody may read it.</summary>
    public const UnixFileMode Readable = Secret | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Mode 0600: its owner only.</summary>
    public const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>User and group that own it.</summary>
    public const string Owner = "root";

    /// <summary>The text with its secrets masked, for people; null: it has no secrets.</summary>
    public string? Masked { get; init; }

    /// <summary>The path alone: the text may hold a secret.</summary>
    public override string ToString() => Path;
}
