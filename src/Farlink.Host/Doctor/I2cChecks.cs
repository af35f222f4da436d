using System.Globalization;
using Farlink.Host.Inspection;

namespace Farlink.Host.Doctor;

/// <summary>I2C, where a secure element is.</summary>
internal static class I2cChecks
{
    private const string SwitchOn = "sudo raspi-config nonint do_i2c 0";
    private const int UsualSpeed = 100_000;

    /// <summary>
    /// An ATECC608 wakes when SDA is low for 60 us (data sheet, tWLO): the driver sends an address of eight zero bits, which
    /// take that long up to this speed.
    /// </summary>
    private const int FastestForWaking = 133_000;

    public static IReadOnlyList<Check> All { get; } =
    [
        Check.Of("i2c.device", "I2C is switched on", "/dev/i2c-N; dtparam in config.txt", SwitchOn, Device),
        new("i2c.access", "The user may use I2C", "owner, group and mode of /dev/i2c-N; the user's groups",
            "sudo usermod -aG i2c USER, then log in again", AccessAsync),
        Check.Of("i2c.speed", "I2C is slow enough to wake the secure element", "i2c_arm_baudrate in config.txt",
            "sudo sed -i 's/i2c_arm_baudrate=[0-9]*/i2c_arm_baudrate=100000/' /boot/firmware/config.txt && sudo reboot", Speed),
    ];

    private static Finding? NoElement(CheckContext context) => context.Subject.Elements.Count > 0
        ? null : Finding.Skip("no key is in a chip on I2C");

    private static Finding Device(CheckContext context)
    {
        if (NoElement(context) is { } none) return none;
        var config = BootConfig.Read(context.Host);
        foreach (var bus in context.Subject.Elements.Select(element => element.Bus).Distinct())
        {
            if (context.Host.Exists($"/dev/i2c-{bus}")) continue;
            return config?.IsOn("i2c_arm", "i2c", "i2c1") == true
                ? Finding.Fail(
                    $"/dev/i2c-{bus} is missing, though {config.Path} switches I2C on: the module is not loaded",
                    "sudo modprobe i2c-dev; echo i2c-dev | sudo tee /etc/modules-load.d/i2c-dev.conf; sudo reboot")
                : Finding.Fail($"/dev/i2c-{bus} is missing: I2C is off", SwitchOn);
        }

        return Finding.Ok(string.Join(", ", context.Subject.Elements.Select(one => $"/dev/i2c-{one.Bus}").Distinct()));
    }

    private static async Task<Finding> AccessAsync(CheckContext context, CancellationToken cancellationToken) =>
        NoElement(context) ?? await DeviceAccess.ExamineAsync(
            context, $"/dev/i2c-{context.Subject.Elements[0].Bus}", "i2c-dev", "i2c", cancellationToken);

    private static Finding Speed(CheckContext context)
    {
        if (NoElement(context) is { } none) return none;
        if (BootConfig.Read(context.Host) is not { } config) return Finding.Skip("no config.txt: no Raspberry Pi OS");
        if (config.Parameter("i2c_arm_baudrate", "i2c_baudrate", "i2c1_baudrate") is not { } text)
            return Finding.Ok($"{UsualSpeed} Hz, the default");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var speed))
            return Finding.Fail($"i2c_arm_baudrate is {text}, no number", Slower(config));
        return speed <= FastestForWaking
            ? Finding.Ok($"{speed} Hz")
            : Finding.Fail($"{speed} Hz: at most {FastestForWaking} Hz wake an ATECC608", Slower(config));
    }

    private static string Slower(BootConfig config) =>
        $"sudo sed -i 's/baudrate=[0-9a-z]*/baudrate={UsualSpeed}/' {config.Path} && sudo reboot";
}
