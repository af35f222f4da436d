namespace Farlink.Setup;

/// <summary>A folder that is made if it is not there.</summary>
/// <param name="Path">Its path; absolute.</param>
/// <param name="Mode">Its mode, if it is made.</param>
internal sealed record InitFolder(string Path, UnixFileMode Mode)
{
    /// <summary>Mode 0700.</summary>
    public const UnixFileMode OwnMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Mode 0755.</summary>
    public const UnixFileMode OpenMode = OwnMode | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
}
