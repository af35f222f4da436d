using Farlink.Host.Doctor;

namespace Farlink.Host.Tests.Doctor;

/// <summary>What can be wrong with the system, SPI, GPIO, I2C and modems.</summary>
internal static class HardwareCases
{
    private const string Reboot = "sudo reboot";

    private static readonly string Pi5Chips = FakeHost.Recorded("gpiodetect-pi5.txt");

    public static IReadOnlyList<Case> All { get; } = [.. Os, .. Spi, .. Gpio, .. I2c, .. Radio];

    private static IEnumerable<Case> Os =>
    [
        new("os.release", "Bullseye", Verdict.Fail, "its libraries are older than Farlink needs", "rpi-imager", host => host.File(
            "/etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 11 (bullseye)\"\nVERSION_ID=\"11\"\nID=debian\n")),
        new("os.release", "another system", Verdict.Warn, "Alpine", "rpi-imager", host => host.File(
            "/etc/os-release", "PRETTY_NAME=\"Alpine Linux v3.20\"\nVERSION_ID=3.20.0\nID=alpine\n")),
        new("os.supply", "too little now", Verdict.Fail, "0x50005", "official supply",
            host => host.Program("vcgencmd", "get_throttled", "throttled=0x50005\n")),
        new("os.supply", "too little before", Verdict.Warn, "since the start", "official supply",
            host => host.Program("vcgencmd", "get_throttled", "throttled=0x50000\n")),
        new("os.supply", "too hot", Verdict.Warn, "too hot", "measure_temp",
            host => host.Program("vcgencmd", "get_throttled", "throttled=0xc\n")),
        new("os.memory", "nearly none", Verdict.Fail, "16 MiB", "ps -eo rss",
            host => host.File("/proc/meminfo", "MemTotal: 432000 kB\nMemAvailable: 16500 kB\n")),
        new("os.service", "it has failed", Verdict.Fail, "farlink-site.service has failed", "journalctl -u farlink-site.service",
            host => host.Program("systemctl", "list-units --all --plain --no-legend --no-pager farlink*",
                "farlink-site.service loaded failed failed Farlink site\n")),
        new("os.service", "it ends and is started again", Verdict.Fail, "ends again and again", "journalctl -u farlink-site",
            host => host.Program("systemctl", "list-units --all --plain --no-legend --no-pager farlink*",
                "farlink-site.service loaded activating auto-restart Farlink site\n")),
        new("os.service", "a unit beside it has failed", Verdict.Fail, "farlink-wifi-firewall.service has failed", "journalctl",
            host => host.Program("systemctl", "list-units --all --plain --no-legend --no-pager farlink*",
                "farlink-site.service loaded active running Farlink site\n"
                + "farlink-wifi-firewall.service loaded failed failed What devices on Farlink's WiFi may reach\n")),
        new("os.service", "it is not started", Verdict.Warn, "does not run (inactive)", "sudo systemctl enable --now",
            host => host.Program("systemctl", "list-units --all --plain --no-legend --no-pager farlink*",
                "farlink-site.service loaded inactive dead Farlink site\n")),
    ];

    private static IEnumerable<Case> Spi =>
    [
        new("spi.device", "SPI is off", Verdict.Fail, "SPI is off", "raspi-config nonint do_spi 0",
            host => host.Remove("/dev/spidev0.0").Replace(PiHost.BootConfig, "dtparam=spi=on", "#dtparam=spi=on")),
        new("spi.device", "on, but not restarted", Verdict.Fail, "not restarted since", Reboot,
            host => host.Remove("/dev/spidev0.0")),
        new("spi.device", "on in a section for another model", Verdict.Fail, "SPI is off", "do_spi 0",
            host => host.Remove("/dev/spidev0.0").File(PiHost.BootConfig, "[pi5]\ndtparam=spi=on\n")),
        new("spi.device", "on until the next start", Verdict.Warn, "gone after a restart", "do_spi 0",
            host => host.Replace(PiHost.BootConfig, "dtparam=spi=on\n", "")),
        new("spi.device", "an overlay takes CE1 away", Verdict.Fail, "spi0-1cs", "sed -i '/^dtoverlay=spi0-1cs/d'",
            host => host.Remove("/dev/spidev0.1").Line(PiHost.BootConfig, "dtoverlay=spi0-1cs"))
        {
            Change = subject => subject with { Radio = subject.Radio with { SpiDevice = 1, KernelSelects = true } },
        },
        new("spi.device", "the second bus has no overlay", Verdict.Fail, "bus 1", "dtoverlay=spi1-1cs", Case.Leave)
        {
            Change = subject => subject with { Radio = subject.Radio with { SpiBus = 1 } },
        },
        new("spi.access", "not in the group", Verdict.Fail, "the group spi", "sudo usermod -aG spi farlink",
            host => host.Replace("/proc/self/status", "989", "100")),
        new("spi.access", "root looks for the service's user", Verdict.Fail, "farlink is not in it", "usermod -aG spi farlink",
            host => host.Replace("/proc/self/status", "Uid:\t999", "Uid:\t0")
                .Replace("/etc/group", "spi:x:989:farlink", "spi:x:989:")),
        new("spi.access", "no group has it", Verdict.Fail, "the group root", "raspberrypi-sys-mods",
            host => host.Program("stat", "-L -c %a %U %G %i */dev/spidev0.0", "600 root root 148\n")),
        new("spi.select", "reset on a line that the kernel holds", Verdict.Fail,
            "the kernel holds NRESET (GPIO7, pin 26)", "dtoverlay=spi0-1cs", Case.Leave)
        {
            Change = subject => WithWire(subject, "NRESET", 7),
        },
        new("spi.select", "cs on a line that the kernel works", Verdict.Fail,
            "NSS (GPIO8, pin 24) is cs in [radio.pins], and the kernel works it too", "spi_device = 0", Case.Leave)
        {
            Change = subject => WithWire(subject, "NSS", 8),
        },
        new("spi.select", "an overlay has moved CE0", Verdict.Fail, "the board loraspi has NSS on GPIO8, and an overlay in ",
            "sed -i '/^dtoverlay=spi0-/d'",
            host => host.Line(PiHost.BootConfig, "dtoverlay=spi0-1cs,cs0_pin=25"))
        {
            Change = subject => subject with
            {
                Radio = subject.Radio with
                {
                    Board = "loraspi",
                    KernelSelects = true,
                    Wires = [new WireSubject("NSS", 8), new WireSubject("NRESET", 22), new WireSubject("DIO0", 24)],
                },
            },
        },
    ];

    private static IEnumerable<Case> Gpio =>
    [
        new("gpio.chip", "no such chip", Verdict.Fail, "there is no /dev/gpiochip4", "gpio_chip = 0", Case.Leave)
        {
            Change = subject => subject with { Radio = subject.Radio with { GpioChip = 4 } },
        },
        new("gpio.chip", "a Pi 5 numbers them otherwise", Verdict.Fail, "the header is gpiochip4 (pinctrl-rp1)", "gpio_chip = 4",
            host => host.Program("gpiodetect", "", Pi5Chips))
        {
            Change = subject => subject with { Radio = subject.Radio with { GpioChip = 0 } },
        },
        new("gpio.chip", "no chip at all", Verdict.Fail, "no GPIOs", "gpiodetect",
            host => host.Remove("/dev/gpiochip0").Remove("/dev/gpiochip1")),
        new("gpio.access", "not in the group", Verdict.Fail, "the group gpio", "sudo usermod -aG gpio farlink",
            host => host.Replace("/proc/self/status", "986", "100")),
        new("gpio.library", "not installed, Debian 12", Verdict.Fail, "libgpiod is not installed", "apt install libgpiod2",
            host => host.Remove("/usr/lib/aarch64-linux-gnu/libgpiod.so.2.2.2")),
        new("gpio.library", "not installed, Debian 13", Verdict.Fail, "libgpiod is not installed", "apt install libgpiod3",
            host => host.Remove("/usr/lib/aarch64-linux-gnu/libgpiod.so.2.2.2").Replace("/etc/os-release", "\"12\"", "\"13\"")),
        new("gpio.lines", "another program has reset, libgpiod 2", Verdict.Fail, "NRESET (GPIO17, pin 11) is used by \"lora\"",
            "grep -n dtoverlay", host => host.Program("gpioinfo", "", FakeHost.Recorded("gpioinfo-2.txt"))),
        new("gpio.lines", "another program has DIO0, libgpiod 1", Verdict.Fail, "DIO0 (GPIO4, pin 7) is used by \"onewire@0\"",
            "grep -n dtoverlay", host => host.Program("gpioinfo", "", FakeHost.Recorded("gpioinfo-1.txt").Replace(
                "\"GPIO_GCLK\"       unused   input  active-high ", "\"GPIO_GCLK\"  \"onewire@0\"  output  active-high [used]",
                StringComparison.Ordinal))),
        new("gpio.overlays", "1-Wire sits on DIO0", Verdict.Fail, "the overlay w1-gpio in ",
            "sed -i '/^dtoverlay=w1-gpio/s/^/#/'",
            host => host.Line(PiHost.BootConfig, "dtoverlay=w1-gpio")),
        new("gpio.overlays", "a fan was moved to reset", Verdict.Fail, "NRESET (GPIO17, pin 11)", "gpio-fan",
            host => host.Line(PiHost.BootConfig, "dtoverlay=gpio-fan,gpiopin=17,temp=60000")),
        new("gpio.overlays", "sound sits on BUSY", Verdict.Fail, "BUSY (GPIO20, pin 38)", "dtparam=i2s",
            host => host.Line(PiHost.BootConfig, "dtparam=i2s=on"))
        {
            Change = subject => WithWire(subject, "BUSY", 20),
        },
    ];

    private static IEnumerable<Case> I2c =>
    [
        new("i2c.device", "I2C is off", Verdict.Fail, "I2C is off", "raspi-config nonint do_i2c 0",
            host => host.Remove("/dev/i2c-1").Replace(PiHost.BootConfig, "dtparam=i2c_arm=on\n", "")),
        new("i2c.device", "the module is missing", Verdict.Fail, "the module is not loaded", "modprobe i2c-dev",
            host => host.Remove("/dev/i2c-1")),
        new("i2c.access", "not in the group", Verdict.Fail, "the group i2c", "sudo usermod -aG i2c farlink",
            host => host.Replace("/proc/self/status", "988", "100")),
        new("i2c.speed", "no number", Verdict.Fail, "i2c_arm_baudrate is fast, no number", "baudrate=100000",
            host => host.Replace(PiHost.BootConfig, "i2c_arm=on", "i2c_arm=on,i2c_arm_baudrate=fast")),
        new("i2c.speed", "too fast to wake", Verdict.Fail, "Hz wake an ATECC608", "baudrate=100000",
            host => host.Replace(PiHost.BootConfig, "i2c_arm=on", "i2c_arm=on,i2c_arm_baudrate=400000")),
    ];

    private static IEnumerable<Case> Radio =>
    [
        new("radio.reach", "no such serial port", Verdict.Fail, "/dev/ttyUSB0 is missing",
            "rnode:/dev/serial/by-id/usb-Silicon_Labs_CP2102-if00-port0",
            host => host.File("/dev/serial/by-id/usb-Silicon_Labs_CP2102-if00-port0", ""))
        {
            Change = subject => subject with
            {
                Radio = new RadioSubject(RadioKind.RNode, "rnode:/dev/ttyUSB0") { Place = "/dev/ttyUSB0" },
            },
        },
        new("radio.reach", "not in the serial port's group", Verdict.Fail, "the group dialout", "usermod -aG dialout farlink",
            host => host.File("/dev/ttyUSB0", "").Replace("/proc/self/status", "\t20 ", "\t100 ")
                .Program("stat", "-L -c %a %U %G %i */dev/ttyUSB0", "660 root dialout 9\n"))
        {
            Change = subject => subject with
            {
                Radio = new RadioSubject(RadioKind.RNode, "rnode:/dev/ttyUSB0") { Place = "/dev/ttyUSB0" },
            },
        },
        new("radio.reach", "another program has the gateway's port", Verdict.Fail,
            "another program has UDP port 1700", "ss -ulpn 'sport = :1700'",
            host => host.File("/proc/net/udp", ProcNet.Udp(("0.0.0.0", 1700, 1))))
        {
            Change = subject => subject with { Radio = new RadioSubject(RadioKind.Gateway, "semtech-udp:") { Port = 1700 } },
        },
    ];

    private static DoctorSubject WithWire(DoctorSubject subject, string name, int gpio) => subject with
    {
        Radio = subject.Radio with
        {
            Wires = [.. subject.Radio.Wires.Where(wire => wire.Name != name), new WireSubject(name, gpio)],
        },
    };
}
