using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>SPI: whether it is on, who may use it, who works the chip select.</summary>
internal static class SpiChecks
{
    private const string SwitchOn = "sudo raspi-config nonint do_spi 0 && sudo reboot";

    public static IReadOnlyList<Check> All { get; } =
    [
        Check.Of("spi.device", "SPI is switched on", "/dev/spidevN.M; dtparam and dtoverlay in config.txt", SwitchOn, Device),
        new("spi.access", "The user may use SPI", "owner, group and mode of /dev/spidevN.M; the user's groups",
            "sudo usermod -aG spi USER, then log in again", AccessAsync),
        Check.Of("spi.select", "Chip select is where the board has it", "the board's lines; overlays spi0-.. in config.txt",
            "echo 'dtoverlay=spi0-1cs' | sudo tee -a /boot/firmware/config.txt && sudo reboot", Select),
    ];

    /// <summary>A finding if there is no chip on this host's SPI.</summary>
    public static Finding? NoChip(CheckContext context) => context.Subject.Radio.Kind == RadioKind.Chip
        ? null : Finding.Skip($"the radio is {context.Subject.Radio.Text}, no chip on SPI");

    private static string Path(RadioSubject radio) => $"/dev/spidev{radio.SpiBus}.{radio.SpiDevice}";

    private static Finding Device(CheckContext context)
    {
        if (NoChip(context) is { } none) return none;
        var radio = context.Subject.Radio;
        var (device, config) = (Path(radio), BootConfig.Read(context.Host));
        if (radio.SpiBus > 0) return OtherBus(context, device, config);
        var isOn = config is not null
            && (config.IsOn("spi") || config.Overlays.Any(one => one.Name.StartsWith("spi0-", StringComparison.Ordinal)));
        if (context.Host.Exists(device))
        {
            return config is null || isOn
                ? Finding.Ok($"{device} is there")
                : Finding.Warn(
                    $"{device} is there, but {config.Path} does not switch SPI on: it is gone after a restart", SwitchOn);
        }

        if (config?.Overlay("spi0-1cs") is not null && radio.SpiDevice == 1)
        {
            return Finding.Fail(
                $"{device} is missing: the overlay spi0-1cs in {config.Path} takes the second chip select away",
                $"sudo sed -i '/^dtoverlay=spi0-1cs/d' {config.Path} && sudo reboot");
        }

        return isOn
            ? Finding.Fail($"{device} is missing, though {config!.Path} switches SPI on: not restarted since?", "sudo reboot")
            : Finding.Fail($"{device} is missing: SPI is off", SwitchOn);
    }

    private static Finding OtherBus(CheckContext context, string device, BootConfig? config)
    {
        if (context.Host.Exists(device)) return Finding.Ok($"{device} is there");
        var bus = context.Subject.Radio.SpiBus;
        return Finding.Fail(
            $"{device} is missing: bus {bus} needs an overlay",
            $"echo 'dtoverlay=spi{bus}-{context.Subject.Radio.SpiDevice + 1}cs' | "
                + $"sudo tee -a {config?.Path ?? "/boot/firmware/config.txt"} && sudo reboot");
    }

    private static async Task<Finding> AccessAsync(CheckContext context, CancellationToken cancellationToken) =>
        NoChip(context)
        ?? await DeviceAccess.ExamineAsync(context, Path(context.Subject.Radio), "spidev", "spi", cancellationToken);

    private static Finding Select(CheckContext context)
    {
        if (NoChip(context) is { } none) return none;
        var radio = context.Subject.Radio;
        if (BootConfig.Read(context.Host) is not { } config) return Finding.Skip("no config.txt: no Raspberry Pi OS");
        if (radio.SpiBus > 0) return Finding.Skip($"chip selects of bus {radio.SpiBus} are not looked at");
        var held = OverlayLines.SelectsOfSpi0(config);
        foreach (var wire in radio.Wires.Where(wire => wire.Name != "NSS" || !radio.KernelSelects))
        {
            if (!held.Contains(wire.Gpio)) continue;
            return wire.Name == "NSS"
                ? Finding.Fail(
                    $"{HeaderPins.Words("NSS", wire.Gpio)} is cs in [radio.pins], and the kernel works it too",
                    $"in [radio.pins] of {context.Subject.ConfigPath}: spi_device = {held.IndexOf(wire.Gpio)}, and no cs")
                : Finding.Fail(
                    $"the kernel holds {HeaderPins.Words(wire.Name, wire.Gpio)} as a chip select of SPI",
                    FreeLine(config, held, wire));
        }

        var select = radio.Wires.FirstOrDefault(wire => wire.Name == "NSS");
        if (select is null || !radio.KernelSelects) return Finding.Ok("Farlink works the chip select, and nobody else its line");
        if (radio.SpiDevice < held.Count && held[radio.SpiDevice] == select.Gpio)
            return Finding.Ok($"the kernel works {HeaderPins.Words("NSS", select.Gpio)}");

        // Who wires a board of one's own says with the overlay where its chip select is.
        var actual = radio.SpiDevice < held.Count ? $"GPIO{held[radio.SpiDevice]}" : "no line at all";
        return radio.Board is "" or "own"
            ? Finding.Ok($"the kernel works {actual} as CE{radio.SpiDevice}")
            : Finding.Fail(
                $"the board {radio.Board} has NSS on GPIO{select.Gpio}, and an overlay in {config.Path} makes "
                + $"CE{radio.SpiDevice} {actual}",
                $"sudo sed -i '/^dtoverlay=spi0-/d' {config.Path} && sudo reboot");
    }

    private static string FreeLine(BootConfig config, List<int> held, WireSubject wire)
    {
        var overlay = held.Count > 1 && held[1] == wire.Gpio ? "spi0-1cs" : "spi0-0cs";
        return $"echo 'dtoverlay={overlay}' | sudo tee -a {config.Path} && sudo reboot";
    }
}
