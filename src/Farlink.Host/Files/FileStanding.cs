namespace Farlink.Host.Files;

/// <summary>Whose a file is, and who may do what with it.</summary>
/// <param name="User">Id of the user who owns it.</param>
/// <param name="Group">Id of the group that owns it.</param>
/// <param name="Mode">Its mode.</param>
internal readonly record struct FileStanding(uint User, uint Group, UnixFileMode Mode)
{
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Whether nobody but this user and root can have changed it.</summary>
    public bool IsOnlyOf(uint user) => (User == user || User == 0) && (Mode & WritableByOthers) == 0;
}
