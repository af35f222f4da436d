using System.Globalization;
using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>The system: version, supply, memory, the service itself.</summary>
internal static class OsChecks
{
    private const int OldestDebian = 12;

    public static IReadOnlyList<Check> All { get; } =
    [
        Check.Of("os.release", "The system is Debian 12 or later", "/etc/os-release",
            "a new card with Raspberry Pi OS (64-bit): rpi-imager", Release),
        new("os.supply", "The supply is strong enough", "vcgencmd get_throttled, on a Raspberry Pi",
            "another supply and a shorter cable; then: vcgencmd get_throttled", SupplyAsync),
        Check.Of("os.memory", "Memory is left", "/proc/meminfo", "ps -eo rss,comm --sort=-rss | head", Memory),
        new("os.service", "The installed service has not failed", "systemctl list-units farlink*",
            "journalctl -u UNIT -n 50 --no-pager", ServiceAsync),
    ];

    private static Finding Release(CheckContext context)
    {
        const string cure = "write a new card with Raspberry Pi OS (64-bit), Bookworm or later: rpi-imager";
        var release = KeyValues.Parse(context.Host.ReadLines("/etc/os-release"));
        if (release["PRETTY_NAME"] is not { } name) return Finding.Warn("/etc/os-release does not tell the system", cure);
        var isDebian = release["ID"] is "debian" or "raspbian";
        if (!isDebian)
        {
            return release["ID_LIKE"] is { } like && like.Contains("debian", StringComparison.Ordinal)
                ? Finding.Ok($"{name}, made from Debian")
                : Finding.Warn($"{name}: Farlink was tried on Debian 12 and 13 and on Raspberry Pi OS", cure);
        }

        var version = release["VERSION_ID"] ?? "";
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return Finding.Ok(name);
        return number < OldestDebian
            ? Finding.Fail($"{name}: its libraries are older than Farlink needs (Debian {OldestDebian})", cure)
            : Finding.Ok(name);
    }

    /// <summary>Bits of the firmware's answer: now, and since it was started (documentation of vcgencmd).</summary>
    private static async Task<Finding> SupplyAsync(CheckContext context, CancellationToken cancellationToken)
    {
        const int weak = 1 << 0, throttled = (1 << 2) | (1 << 3), wasWeak = 1 << 16;
        const string cure = "use the official supply and a short cable, then: sudo reboot && vcgencmd get_throttled";
        if (!BootConfig.ModelOf(context.Host).Contains("Raspberry Pi", StringComparison.Ordinal))
            return Finding.Skip("no Raspberry Pi");
        if (await context.Host.RunAsync("vcgencmd", ["get_throttled"], cancellationToken) is not { } result)
            return Finding.Skip("vcgencmd is not installed", "sudo apt install raspi-utils");
        if (!result.IsGood)
        {
            return Finding.Skip(
                $"vcgencmd: {result.Complaint}", $"sudo usermod -aG video {Account.Read(context.Host).Name}, then log in again");
        }

        var text = result.Output.Trim();
        var at = text.IndexOf("0x", StringComparison.Ordinal);
        if (at < 0 || !int.TryParse(
            text.AsSpan(at + 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits))
            return Finding.Skip($"vcgencmd says {text}");
        if ((bits & weak) != 0)
            return Finding.Fail($"the voltage is too low now ({text}): that resets the radio when it sends", cure);
        if ((bits & throttled) != 0)
            return Finding.Warn($"the processor is slowed down now ({text}): too hot", "cool it, then: vcgencmd measure_temp");
        return (bits & wasWeak) != 0
            ? Finding.Warn($"the voltage was too low since the start ({text})", cure) : Finding.Ok($"{text}: never too low");
    }

    private static Finding Memory(CheckContext context)
    {
        const int little = 64 * 1024, tooLittle = 32 * 1024;
        const string cure = "ps -eo rss,comm --sort=-rss | head";
        var line = context.Host.ReadLines("/proc/meminfo")
            .FirstOrDefault(text => text.StartsWith("MemAvailable:", StringComparison.Ordinal));
        var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words.Length < 2 || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes))
            return Finding.Skip("/proc/meminfo does not tell");
        var saw = $"{kibibytes / 1024} MiB of memory are available";
        return kibibytes < tooLittle ? Finding.Fail(saw, cure) : kibibytes < little ? Finding.Warn(saw, cure) : Finding.Ok(saw);
    }

    private static async Task<Finding> ServiceAsync(CheckContext context, CancellationToken cancellationToken)
    {
        string[] arguments = ["list-units", "--all", "--plain", "--no-legend", "--no-pager", "farlink*"];
        if (await context.Host.RunAsync("systemctl", arguments, cancellationToken) is not { } result)
            return Finding.Skip("no systemd");
        if (!result.IsGood) return Finding.Skip($"systemctl: {result.Complaint}");

        // UNIT LOAD ACTIVE SUB DESCRIPTION
        var units = result.Lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length >= 4 && fields[0].EndsWith(".service", StringComparison.Ordinal)).ToList();
        if (units.Find(fields => fields[2] == "failed") is { } failed)
            return Finding.Fail($"{failed[0]} has failed", $"journalctl -u {failed[0]} -n 50 --no-pager");
        if (units.Find(fields => fields[3] == "auto-restart") is { } again)
            return Finding.Fail($"{again[0]} ends again and again", $"journalctl -u {again[0]} -n 50 --no-pager");

        // Of the two units of the package one is in use; that of the other role rests.
        var unit = $"{context.Subject.Unit}.service";
        if (units.Find(fields => fields[0] == unit) is not { } own) return Finding.Skip($"{unit} was not started");
        return own[2] == "active"
            ? Finding.Ok($"{unit} runs")
            : Finding.Warn($"{unit} does not run ({own[2]})", $"sudo systemctl enable --now {unit}");
    }
}
