using Farlink.Protocol.Units;
using Farlink.Runtime.Status;

namespace Farlink.Tests.Shared;

/// <summary>States to write, send and read.</summary>
internal static class StatusReports
{
    /// <summary>A site in which all is well.</summary>
    public static StatusReport Site => new()
    {
        Program = "0.1.0",
        Config = "/etc/farlink/farlink.toml",
        ProcessId = 42,
        Since = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero),
        Uptime = Duration.FromSeconds(3723.5),
        Service = new ServiceStatus
        {
            Role = "site",
            Name = "barn",
            Mode = "farlink",
            Age = Duration.FromMilliseconds(400),
            Radio = new RadioFigures("SX1276 on spidev0.0", false, null, null),
            Links = [Link],
            Queue = Link.Queue,
            Taken = 7,
            Received = 0,
            Airtime =
            [
                new AirtimeFigures(
                    "g3 869.4-869.65 MHz", Duration.FromMilliseconds(1234.567), Duration.FromSeconds(360), Duration.Zero),
            ],
            Broker = new BrokerFigures { IsOwn = true, Where = "0.0.0.0:8883", IsUp = true, Clients = 4, Dropped = 0 },
            PayloadOctets = 3400,
        },
        Disk = new DiskFigures(1_200_000, 3400, null, 1_100_000),
        Clock = new ClockFigures(new DateTimeOffset(2026, 11, 26, 13, 2, 3, TimeSpan.Zero), true, false, 0),
        Warnings = [],
    };

    /// <summary>A link with a session.</summary>
    public static LinkFigures Link => new()
    {
        Id = 1,
        Name = "barn",
        Mode = "edhoc",
        HasSession = true,
        SessionAge = Duration.FromSeconds(60),
        IsOnline = true,
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
        Queue = new QueueFigures(3, 420, Duration.FromSeconds(12), 1, 0),
    };

    /// <summary>A base with everything that there can be.</summary>
    public static StatusReport Full
    {
        get
        {
            var site = Site;
            return site with
            {
                Since = site.Since + TimeSpan.FromMilliseconds(250),
                Service = site.Service with
                {
                    Role = "base",
                    Name = "house",
                    Radio = site.Service.Radio with { Trouble = "it does not answer", LostFor = Duration.FromSeconds(12) },
                    Links = [FullLink],
                    Queue = FullLink.Queue,
                    Inbox = FullLink.Inbox,
                    Received = 120,
                    Airtime = [site.Service.Airtime[0] with { NextSlotIn = Duration.FromSeconds(2.5) }],
                    Broker = new BrokerFigures
                    {
                        IsOwn = false,
                        Where = "broker.example:8883",
                        IsUp = false,
                        Trouble = "connection refused",
                        InDoubt = 1,
                    },
                    StoreTrouble = "no room",
                },
                Disk = site.Disk with { LastDayOctets = 900_000 },
                Clock = site.Clock with { IsSynchronized = false, IsTold = true, Jumps = 2 },
                Warnings = ["The radio is lost: it does not answer", "no room"],
            };
        }
    }

    private static LinkFigures FullLink => Link with
    {
        Id = 3,
        IsEnded = true,
        IsOnline = false,
        Queue = new QueueFigures(3, 420, Duration.FromSeconds(12), 1, 2),
        Inbox = new InboxFigures(12, 1400),
    };
}
