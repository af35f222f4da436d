using System.Text;

namespace Farlink.Setup;

/// <summary>A file to be written.</summary>
/// <param name="Path">Its path; absolute.</param>
/// <param name="Content">Its octets.</param>
internal sealed record InitFile(string Path, byte[] Content)
{
    /// <summary>Mode 0600: whoever owns it alone.</summary>
    public const UnixFileMode SecretMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Mode 0644: everybody may read it who may enter its folder.</summary>
    public const UnixFileMode ReadableMode = SecretMode | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public UnixFileMode Mode { get; init; } = ReadableMode;

    /// <summary>Whether the service must be able to read it though nobody else may: it belongs to the service's user.</summary>
    public bool IsOfService { get; init; }

    /// <summary>Whether an older one is continued, as a list is, and not replaced: nothing of it is lost.</summary>
    public bool IsContinued { get; init; }

    /// <summary>
    /// Where an older one is kept; null: beside it. Not in a folder that is carried elsewhere: private keys are among them.
    /// </summary>
    public string? BackupFolder { get; init; }

    /// <summary>A text that everybody may read.</summary>
    public static InitFile Text(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    /// <summary>A secret of whoever runs this.</summary>
    public static InitFile Secret(string path, byte[] content) => new(path, content) { Mode = SecretMode };

    /// <summary>A secret that the service reads.</summary>
    public static InitFile ServiceSecret(string path, byte[] content) =>
        new(path, content) { Mode = SecretMode, IsOfService = true };

    /// <summary>Whether the file that is there would be lost.</summary>
    public bool IsInTheWay()
    {
        if (IsContinued || !File.Exists(Path)) return false;
        try
        {
            return !File.ReadAllBytes(Path).AsSpan().SequenceEqual(Content);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>The path alone: the content may be a secret.</summary>
    public override string ToString() => Path;
}
