using Farlink.Host.Inspection;
using Farlink.Protocol.Text;

namespace Farlink.Host.Doctor;

/// <summary>GPIO: which chip is the header, who may use it, whether its lines are free.</summary>
internal static class GpioChecks
{
    private const string HeaderLabel = "pinctrl-";

    public static IReadOnlyList<Check> All { get; } =
    [
        new("gpio.chip", "The header's GPIO chip is the one that is used", "/dev/gpiochipN; gpiodetect", "gpiodetect", ChipAsync),
        new("gpio.access", "The user may use GPIOs", "owner, group and mode of /dev/gpiochipN; the user's groups",
            "sudo usermod -aG gpio USER, then log in again", AccessAsync),
        Check.Of("gpio.library", "libgpiod is installed", "libgpiod.so.2 or .3 in /usr/lib",
            "sudo apt install libgpiod2 (Debian 12) or libgpiod3 (13)", Library),
        new("gpio.lines", "Nobody else uses the radio's lines", "gpioinfo",
            "stop the other program; sudo gpioinfo names it", LinesAsync),
        Check.Of("gpio.overlays", "No overlay takes the radio's lines", "dtoverlay and dtparam in config.txt",
            "sudo sed -i '/^dtoverlay=NAME/s/^/#/' /boot/firmware/config.txt && sudo reboot", Overlays),
    ];

    private static List<int> Devices(HostView host) =>
    [
        .. host.List("/dev").Where(name => name.StartsWith("gpiochip", StringComparison.Ordinal))
            .Select(name => int.TryParse(name.AsSpan("gpiochip".Length), out var number) ? number : -1)
            .Where(number => number >= 0).Order(),
    ];

    private static async Task<Finding> ChipAsync(CheckContext context, CancellationToken cancellationToken)
    {
        if (SpiChecks.NoChip(context) is { } none) return none;
        var devices = Devices(context.Host);
        if (devices.Count == 0)
            return Finding.Fail("there is no /dev/gpiochipN: this host has no GPIOs, or no driver", "gpiodetect");
        var configured = context.Subject.Radio.GpioChip;
        if (configured is { } wanted && !devices.Contains(wanted))
        {
            return Finding.Fail(
                $"gpio_chip is {wanted}, and there is no /dev/gpiochip{wanted}", Say(context, $"gpio_chip = {devices[0]}"));
        }

        if (await context.Host.RunAsync("gpiodetect", [], cancellationToken) is not { IsGood: true } result)
            return Finding.Ok($"/dev/gpiochip{configured ?? devices[0]} is there (the package gpiod would tell more)");
        var chips = GpioInfo.Chips(result.Lines);
        var header = chips.FindIndex(chip => chip.Label.StartsWith(HeaderLabel, StringComparison.Ordinal));
        if (header < 0) return Finding.Warn("no GPIO chip is that of a Raspberry Pi's header", "gpiodetect");
        var (number, label) = chips[header];
        return configured is { } other && other != number
            ? Finding.Fail(
                $"gpio_chip is {other}, and the header is gpiochip{number} ({label})", Say(context, $"gpio_chip = {number}"))
            : Finding.Ok($"the header is gpiochip{number} ({label})");
    }

    private static string Say(CheckContext context, string line) => $"in [radio.pins] of {context.Subject.ConfigPath}: {line}";

    private static async Task<Finding> AccessAsync(CheckContext context, CancellationToken cancellationToken)
    {
        if (SpiChecks.NoChip(context) is { } none) return none;
        var number = context.Subject.Radio.GpioChip ?? Devices(context.Host).FirstOrDefault();
        return await DeviceAccess.ExamineAsync(context, $"/dev/gpiochip{number}", "gpio", "gpio", cancellationToken);
    }

    private static Finding Library(CheckContext context)
    {
        if (SpiChecks.NoChip(context) is { } none) return none;
        string[] folders =
        [
            "/usr/lib/aarch64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/usr/lib/arm-linux-gnueabihf", "/usr/lib64", "/usr/lib",
            "/usr/local/lib",
        ];
        foreach (var folder in folders)
        {
            if (context.Host.List(folder).FirstOrDefault(IsLibrary) is { } name) return Finding.Ok($"{folder}/{name}");
        }

        var isOld = KeyValues.Parse(context.Host.ReadLines("/etc/os-release"))["VERSION_ID"] is "12" or "11";
        return Finding.Fail(
            "libgpiod is not installed: Farlink cannot use GPIOs", $"sudo apt install {(isOld ? "libgpiod2" : "libgpiod3")}");
    }

    private static bool IsLibrary(string name) =>
        name.StartsWith("libgpiod.so.2", StringComparison.Ordinal) || name.StartsWith("libgpiod.so.3", StringComparison.Ordinal);

    private static async Task<Finding> LinesAsync(CheckContext context, CancellationToken cancellationToken)
    {
        if (SpiChecks.NoChip(context) is { } none) return none;
        if (await context.ServiceAsync(cancellationToken) is { } process)
            return Finding.Ok($"in use by the running service (process {process})");
        if (await context.Host.RunAsync("gpioinfo", [], cancellationToken) is not { } result)
            return Finding.Skip("gpioinfo is not installed", "sudo apt install gpiod");
        if (!result.IsGood) return Finding.Skip($"gpioinfo: {result.Complaint}", "sudo gpioinfo");
        var (radio, used) = (context.Subject.Radio, GpioInfo.Used(result.Lines));
        foreach (var wire in radio.Wires.Where(wire => wire.Name != "NSS" || !radio.KernelSelects))
        {
            if (!used.TryGetValue(wire.Gpio, out var user)) continue;
            return Finding.Fail(
                $"{HeaderPins.Words(wire.Name, wire.Gpio)} is used by \"{user}\"",
                "stop that program, or take its overlay out: grep -n dtoverlay /boot/firmware/config.txt");
        }

        return Finding.Ok($"{string.Join(", ", radio.Wires.Select(wire => $"GPIO{wire.Gpio}"))}: nobody else has them");
    }

    private static Finding Overlays(CheckContext context)
    {
        if (SpiChecks.NoChip(context) is { } none) return none;
        if (BootConfig.Read(context.Host) is not { } config) return Finding.Skip("no config.txt: no Raspberry Pi OS");
        var wires = context.Subject.Radio.Wires;
        foreach (var (name, options) in config.Overlays)
        {
            var lines = OverlayLines.Of(name, options);
            if (wires.FirstOrDefault(wire => lines.Contains(wire.Gpio)) is not { } taken) continue;
            return Finding.Fail(
                $"the overlay {name} in {config.Path} takes {HeaderPins.Words(taken.Name, taken.Gpio)}",
                $"sudo sed -i '/^dtoverlay={name}/s/^/#/' {config.Path} && sudo reboot");
        }

        // I2S, for sound, sits on these.
        if (config.IsOn("i2s") && wires.FirstOrDefault(wire => wire.Gpio is >= 18 and <= 21) is { } sound)
        {
            return Finding.Fail(
                $"i2s in {config.Path} takes {HeaderPins.Words(sound.Name, sound.Gpio)}",
                $"sudo sed -i '/^dtparam=i2s/s/^/#/' {config.Path} && sudo reboot");
        }

        return Finding.Ok($"{Counted.Of(config.Overlays.Count, "overlay")} in {config.Path}, none on the radio's lines");
    }
}
