using System.Globalization;
using Farlink.Host.Inspection;
using Farlink.Protocol.Text;

namespace Farlink.Host.Doctor;

/// <summary>The disk that messages wait on.</summary>
internal static class DiskChecks
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static IReadOnlyList<Check> All { get; } =
    [
        new("disk.folder", "The state folder is there, and its user's alone",
            "owner and mode of the folder of link.store; find: owners of what is in it",
            "sudo install -d -m 700 -o farlink FOLDER, or: sudo chown -R farlink: FOLDER", FolderAsync),
        new("disk.space", "Room is left", "df", "sudo apt clean; sudo journalctl --vacuum-size=50M", SpaceAsync),
        Check.Of("disk.writable", "The file system can be written", "/proc/mounts", "sudo mount -o remount,rw /", Writable),
        Check.Of("disk.lasting", "What is written lasts", "/proc/mounts: no overlay, no tmpfs",
            "sudo raspi-config nonint do_overlayfs 1 && sudo reboot", Lasting),
        Check.Of("disk.errors", "The kernel has seen no errors of the disk", "/sys/fs/ext4/DEVICE/errors_count",
            "sudo farlink backup -c /etc/farlink/farlink.toml --to FILE; then a new SD card", Errors),
    ];

    private static string Folder(CheckContext context) => Path.GetDirectoryName(context.Subject.StorePath) ?? "/";

    private static async Task<Finding> FolderAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var folder = Folder(context);
        var account = Account.Read(context.Host);
        var user = account.IsRoot ? "farlink" : account.Name;
        if (!context.Host.Exists(folder))
            return Finding.Fail($"{folder} is missing", $"sudo install -d -m 700 -o {user} {folder}");
        if (await FileOwner.ReadAsync(context.Host, folder, cancellationToken) is not { } owner)
            return Finding.Skip($"stat does not tell whose {folder} is");
        if (!owner.IsOpenTo(account) && owner.User == "farlink")
            return Finding.Skip($"{folder} is the service's own", "sudo farlink doctor --only disk");
        if (!owner.IsOpenTo(account))
        {
            return Finding.Fail(
                $"{folder} is {owner.User}'s, and {account.Name} may not write to it", $"sudo chown {user} {folder}");
        }

        if (await context.StrangerAsync(_ => true, cancellationToken) is { } stranger) return stranger;
        return (owner.Mode & Others) == 0
            ? Finding.Ok($"{folder}, for {owner.User} alone")
            : Finding.Warn(
                $"others may look into {folder} (mode {Convert.ToString((int)owner.Mode, 8)})", $"sudo chmod 700 {folder}");
    }

    private static async Task<Finding> SpaceAsync(CheckContext context, CancellationToken cancellationToken)
    {
        const long mebibyte = 1024 * 1024, little = 500, tooLittle = 100;
        const string cure = "sudo apt clean; sudo journalctl --vacuum-size=50M; du -xh / | sort -h | tail";
        var folder = Folder(context);
        if (!context.Host.Exists(folder)) return Finding.Skip($"{folder} is missing: see disk.folder");
        var result = await context.Host.RunAsync(
            "df", ["-B1", "--output=avail,target", context.Host.Real(folder)], cancellationToken);
        if (result is not { IsGood: true, Lines: [_, var line, ..] }) return Finding.Skip("df does not tell");
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var octets))
            return Finding.Skip($"df says {line}");
        var mebibytes = octets / mebibyte;
        var saw = $"{mebibytes} MiB are free on {words[^1]}";
        return mebibytes < tooLittle ? Finding.Fail(saw, cure) : mebibytes < little ? Finding.Warn(saw, cure) : Finding.Ok(saw);
    }

    private static Finding Writable(CheckContext context)
    {
        if (Mount.Of(context.Host, Folder(context)) is not { } mount) return Finding.Skip("/proc/mounts does not tell");
        return mount.Options.Contains("ro")
            ? Finding.Fail(
                $"{mount.Folder} is read-only: the kernel does that after an error of the disk",
                $"dmesg | grep -i -e ext4 -e mmc; sudo mount -o remount,rw {mount.Folder}")
            : Finding.Ok($"{mount.Folder} ({mount.Kind}) is writable");
    }

    private static Finding Lasting(CheckContext context)
    {
        if (Mount.Of(context.Host, Folder(context)) is not { } mount) return Finding.Skip("/proc/mounts does not tell");
        return mount.Kind switch
        {
            "overlay" or "overlayfs" => Finding.Fail(
                $"{mount.Folder} is an overlay in memory: messages are gone with the power",
                "sudo raspi-config nonint do_overlayfs 1 && sudo reboot"),
            "tmpfs" or "ramfs" => Finding.Fail(
                $"{mount.Folder} is in memory ({mount.Kind}): messages are gone with the power",
                $"in {context.Subject.ConfigPath}: [link] store = \"/var/lib/farlink/farlink.db\""),
            _ => Finding.Ok($"{mount.Folder} is {mount.Kind} on {mount.Device}"),
        };
    }

    private static Finding Errors(CheckContext context)
    {
        if (Mount.Of(context.Host, Folder(context)) is not { Kind: "ext4" } mount)
            return Finding.Skip("only ext4 counts its errors");
        var count = context.Host.ReadText($"/sys/fs/ext4/{Path.GetFileName(mount.Device)}/errors_count")?.Trim();
        if (count is null) return Finding.Skip($"the kernel tells nothing of {mount.Device}");
        var errors = long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Counted.Of(number, "error") : $"{count} errors";
        return count == "0"
            ? Finding.Ok($"none on {mount.Device}")
            : Finding.Fail(
                $"{errors} on {mount.Device}: the SD card wears out, or lost power while it wrote",
                $"farlink backup -c {context.Subject.ConfigPath} --to FILE, then a new card: farlink restore");
    }
}
