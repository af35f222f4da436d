using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>Whether the user that runs Farlink may use a device.</summary>
internal static class DeviceAccess
{
    /// <summary>Looks at its owner, group and mode; the device is not opened.</summary>
    /// <param name="context">The host.</param>
    /// <param name="device">Its file.</param>
    /// <param name="subsystem">What udev calls it: spidev, gpio, i2c-dev.</param>
    /// <param name="usualGroup">The group that Raspberry Pi OS gives it to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Finding> ExamineAsync(
        CheckContext context, string device, string subsystem, string usualGroup, CancellationToken cancellationToken)
    {
        if (!context.Host.Exists(device)) return Finding.Skip($"there is no {device}");
        if (await FileOwner.ReadAsync(context.Host, device, cancellationToken) is not { } owner)
            return Finding.Skip($"stat does not tell who may use {device}");
        var account = Account.Read(context.Host);
        if (owner.IsOpenTo(account)) return Finding.Ok($"{account.Name} may use {device}");
        var saw = $"{device} is for {owner.User} and the group {owner.Group}, and {account.Name} is not in it";
        return owner.Group == "root"
            ? Finding.Fail(saw, Rule(context, subsystem, usualGroup))
            : Finding.Fail(saw, $"sudo usermod -aG {owner.Group} {account.Name}, then log in again or restart the service");
    }

    /// <summary>What gives the device to a group: a package of Raspberry Pi OS, elsewhere a rule of one's own.</summary>
    private static string Rule(CheckContext context, string subsystem, string group) =>
        BootConfig.ModelOf(context.Host).Contains("Raspberry Pi", StringComparison.Ordinal)
        && context.Host.Exists("/etc/rpi-issue")
            ? "sudo apt install --reinstall raspberrypi-sys-mods && sudo reboot"
            : $"sudo groupadd -f {group} && echo 'SUBSYSTEM==\"{subsystem}\", GROUP=\"{group}\", MODE=\"0660\"' | "
                + $"sudo tee /etc/udev/rules.d/90-{group}.rules && sudo reboot";
}
