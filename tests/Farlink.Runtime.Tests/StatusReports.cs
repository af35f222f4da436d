using Farlink.Protocol.Units;
using Farlink.Runtime.Status;

namespace Farlink.Runtime.Tests;

/// <summary>States to write, send and read.</summary>
internal static class StatusReports
{
    /// <summary>With everything that there can be.</summary>
    public static StatusReport Full { get; } = new()
    {
        Program = "0.1.0",
        Config = "/etc/farlink/farlink.toml",
        ProcessId = 42,
        Since = new DateTimeOffset(2026, 11, 26, 12, 0, 0, 250, TimeSpan.Zero),
        Uptime = Duration.FromSeconds(3723.5),
        Service = new ServiceStatus
        {
            Role = "base",
            Name = "house",
            Mode = "farlink",
            Age = Duration.FromMilliseconds(400),
            Radio = new RadioFigures("SX1276 on spidev0.0", false, "it does not answer", Duration.FromSeconds(12)),
            Links = [Link],
            Queue = Link.Queue,
            Taken = 7,
            Received = 120,
            Airtime =
            [
                new AirtimeFigures(
                    "g3 869.4-869.65 MHz", Duration.FromMilliseconds(1234.567), Duration.FromSeconds(360),
                    Duration.FromSeconds(2.5)),
            ],
            Broker = new BrokerFigures
            {
                IsOwn = false,
                Where = "broker.example:8883",
                IsUp = false,
                Trouble = "connection refused",
                InDoubt = 1,
            },
            PayloadOctets = 3400,
            StoreTrouble = "no room",
        },
        Disk = new DiskFigures(1_200_000, 3400, 900_000, 1_100_000),
        Clock = new ClockFigures(new DateTimeOffset(2026, 11, 26, 13, 2, 3, TimeSpan.Zero), false, true, 2),
        Warnings = ["The radio is lost: it does not answer", "no room"],
    };

    private static LinkFigures Link => new()
    {
        Id = 3,
        Name = "barn",
        Mode = "edhoc",
        IsEnded = true,
        HasSession = true,
        SessionAge = Duration.FromSeconds(60),
        IsOnline = false,
        SinceHeard = Duration.FromSeconds(3.4),
        Rssi = new Dbm(-96),
        Snr = new Decibel(9.5),
        Margin = new Decibel(17),
        Power = new Dbm(5),
        Loss = 0.125,
        Sent = 100,
        Received = 90,
        Repeated = 4,
        Refused = 2,
        Queue = new QueueFigures(3, 420, Duration.FromSeconds(12), 1, 2),
    };
}
