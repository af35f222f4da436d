using System.Globalization;

namespace Farlink.Host.Inspection;

/// <summary>Mode, owner and number of a file, from stat(1): the framework tells neither owner nor inode.</summary>
/// <param name="Mode">Rights.</param>
/// <param name="User">Its owner.</param>
/// <param name="Group">Its group.</param>
/// <param name="Inode">Its number in its file system.</param>
internal sealed record FileOwner(UnixFileMode Mode, string User, string Group, long Inode)
{
    /// <summary>Asks; null if there is no such file, or it may not be seen.</summary>
    public static async Task<FileOwner?> ReadAsync(HostView host, string path, CancellationToken cancellationToken)
    {
        var result = await host.RunAsync("stat", ["-L", "-c", "%a %U %G %i", host.Real(path)], cancellationToken);
        if (result is not { IsGood: true, Lines: [var line, ..] }) return null;
        if (line.Split(' ') is not [var mode, var user, var group, var inode]) return null;
        return new FileOwner(
            (UnixFileMode)Convert.ToInt32(mode, 8), user, group, long.Parse(inode, CultureInfo.InvariantCulture));
    }

    /// <summary>Whether somebody may read and write it.</summary>
    public bool IsOpenTo(Account account) =>
        account.IsRoot
        || (User == account.Name && Has(UnixFileMode.UserRead | UnixFileMode.UserWrite))
        || (account.Groups.Contains(Group) && Has(UnixFileMode.GroupRead | UnixFileMode.GroupWrite))
        || Has(UnixFileMode.OtherRead | UnixFileMode.OtherWrite);

    private bool Has(UnixFileMode rights) => (Mode & rights) == rights;
}
