using System.Globalization;

namespace Farlink.Host.Inspection;

/// <summary>
/// Which GPIOs the overlays of Raspberry Pi OS take, by number (BCM): their defaults, and what their options say
/// (boot/firmware/overlays/README).
/// </summary>
internal static class OverlayLines
{
    /// <summary>Overlays that take lines which an option may change: (option, default), and lines that are fixed.</summary>
    private static readonly Dictionary<string, ((string Option, int Line)[] Chosen, int[] Fixed)> Known =
        new(StringComparer.Ordinal)
        {
            ["w1-gpio"] = ([("gpiopin", 4)], []),
            ["w1-gpio-pi5"] = ([("gpiopin", 4)], []),
            ["w1-gpio-pullup"] = ([("gpiopin", 4), ("extpullup", 5)], []),
            ["dht11"] = ([("gpiopin", 4)], []),
            ["gpio-charger"] = ([("gpio", 4)], []),
            ["goodix"] = ([("interrupt", 4), ("reset", 17)], []),
            ["gpio-fan"] = ([("gpiopin", 12)], []),
            ["gpio-hog"] = ([("gpio", 26)], []),
            ["gpio-ir"] = ([("gpio_pin", 18)], []),
            ["gpio-ir-tx"] = ([("gpio_pin", 18)], []),
            ["gpio-key"] = ([("gpio", 3)], []),
            ["gpio-led"] = ([("gpio", 19)], []),
            ["gpio-poweroff"] = ([("gpiopin", 26)], []),
            ["gpio-shutdown"] = ([("gpio_pin", 3)], []),
            ["pps-gpio"] = ([("gpiopin", 18)], []),
            ["pwm"] = ([("pin", 18)], []),
            ["pwm-2chan"] = ([("pin", 18), ("pin2", 19)], []),
            ["spi1-1cs"] = ([("cs0_pin", 18)], [19, 20, 21]),
            ["spi1-2cs"] = ([("cs0_pin", 18), ("cs1_pin", 17)], [19, 20, 21]),
            ["spi1-3cs"] = ([("cs0_pin", 18), ("cs1_pin", 17), ("cs2_pin", 16)], [19, 20, 21]),
            ["hifiberry-dac"] = ([], [18, 19, 20, 21]),
            ["hifiberry-dacplus"] = ([], [18, 19, 20, 21]),
            ["i2s-mmap"] = ([], [18, 19, 20, 21]),
        };

    /// <summary>The lines that an overlay takes; none for one that is not known.</summary>
    public static IReadOnlyList<int> Of(string overlay, KeyValues options)
    {
        if (!Known.TryGetValue(overlay, out var known)) return [];
        return
        [
            .. known.Chosen.Select(one => Number(options[one.Option]) ?? one.Line), .. known.Fixed,
        ];
    }

    /// <summary>The lines that the kernel works as chip selects of SPI0: CE0 first.</summary>
    public static List<int> SelectsOfSpi0(BootConfig? config)
    {
        const int ce0 = 8, ce1 = 7;
        if (config?.Overlay("spi0-0cs") is not null) return [];
        if (config?.Overlay("spi0-1cs") is { } one) return [Number(one.Options["cs0_pin"]) ?? ce0];
        var two = config?.Overlay("spi0-2cs") ?? config?.Overlay("spi0-cs");
        return [Number(two?.Options["cs0_pin"]) ?? ce0, Number(two?.Options["cs1_pin"]) ?? ce1];
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
