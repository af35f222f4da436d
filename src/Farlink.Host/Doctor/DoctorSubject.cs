using System.Net;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Host.Doctor;

/// <summary>What a configuration says of the things that checks look at.</summary>
public sealed record DoctorSubject
{
    /// <summary>The name by which devices and certificates know a site's broker, unless something else is said.</summary>
    public const string UsualBrokerName = "mqtt.com";

    /// <summary>The configuration's file, with its whole path.</summary>
    public required string ConfigPath { get; init; }

    /// <summary>Whether this host is a site; else a base.</summary>
    public required bool IsSite { get; init; }

    /// <summary>The radio.</summary>
    public required RadioSubject Radio { get; init; }

    /// <summary>How it transmits.</summary>
    public required BandSubject Band { get; init; }

    /// <summary>Where the embedded broker listens; empty if there is none.</summary>
    public IReadOnlyList<ListenerSubject> Listeners { get; init; } = [];

    /// <summary>Where the dashboard listens; null: there is none.</summary>
    public IPEndPoint? Dashboard { get; init; }

    /// <summary>Secure elements on I2C; empty if keys are elsewhere.</summary>
    public IReadOnlyList<ElementSubject> Elements { get; init; } = [];

    /// <summary>The access point as configured; null: as it is found on the host.</summary>
    public WifiSubject? Wifi { get; init; }

    /// <summary>
    /// Whether a host without an access point is looked at as one that may get one: nobody knows yet whether it becomes a site.
    /// </summary>
    public bool MayBecomeAccessPoint { get; init; }

    /// <summary>The file of the durable queues; its folder is the state folder.</summary>
    public required string StorePath { get; init; }

    /// <summary>Where the host's time server takes the time that the base sends; null: nowhere.</summary>
    public string? ClockSocket { get; init; }

    /// <summary>The service's unit in systemd.</summary>
    public string Unit => IsSite ? "farlink-site" : "farlink-base";

    /// <summary>The name by which devices ask for the broker; default mqtt.com.</summary>
    public string BrokerName { get; init; } = UsualBrokerName;

    /// <summary>It is not earlier than this: the program was made then.</summary>
    public required DateTimeOffset NotBefore { get; init; }
}

/// <summary>What kind of radio is used.</summary>
public enum RadioKind
{
    /// <summary>A chip on this host's SPI.</summary>
    Chip,

    /// <summary>A chip behind TCP, mostly a simulated one.</summary>
    RemoteChip,

    /// <summary>A modem with RNode firmware on a serial port.</summary>
    RNode,

    /// <summary>A gateway with a packet forwarder, over UDP.</summary>
    Gateway,

    /// <summary>A simulated ether, over TCP.</summary>
    Ether,
}

/// <summary>A line between the host and a radio chip.</summary>
/// <param name="Name">By the chip's data sheet: NSS, NRESET, DIO0, BUSY, ..</param>
/// <param name="Gpio">Its GPIO (BCM).</param>
public sealed record WireSubject(string Name, int Gpio);

/// <summary>The radio of a configuration.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its URI.</param>
public sealed record RadioSubject(RadioKind Kind, string Text)
{
    /// <summary>Where it is reached: host of a remote chip or ether, or the serial port's path.</summary>
    public string Place { get; init; } = "";

    /// <summary>TCP port of a remote chip or ether, UDP port of a gateway.</summary>
    public int Port { get; init; }

    /// <summary>A chip's board, by its name in the configuration.</summary>
    public string Board { get; init; } = "";

    /// <summary>N of /dev/spidevN.M.</summary>
    public int SpiBus { get; init; }

    /// <summary>M of /dev/spidevN.M.</summary>
    public int SpiDevice { get; init; }

    /// <summary>Whether the kernel works the chip select (CE0, CE1); else Farlink does, on a GPIO.</summary>
    public bool KernelSelects { get; init; } = true;

    /// <summary>Every line but those of SPI itself; the chip select is named NSS.</summary>
    public IReadOnlyList<WireSubject> Wires { get; init; } = [];

    /// <summary>N of /dev/gpiochipN; null: found by itself.</summary>
    public int? GpioChip { get; init; }
}

/// <summary>How a radio transmits.</summary>
/// <param name="Region">Name of the region.</param>
/// <param name="Frequency">Centre of the channel.</param>
/// <param name="Modulation">Spreading factor, bandwidth, ..</param>
/// <param name="Power">At the antenna connector.</param>
public sealed record BandSubject(string Region, Hertz Frequency, LoRaModulation Modulation, Dbm Power)
{
    /// <summary>Where it is: ISO 3166 alpha-2; empty: not said.</summary>
    public string Country { get; init; } = "";
}

/// <summary>A listener of the embedded broker.</summary>
/// <param name="Endpoint">Address and port.</param>
/// <param name="IsPlain">Whether it has no TLS.</param>
public sealed record ListenerSubject(IPEndPoint Endpoint, bool IsPlain);

/// <summary>A secure element on I2C.</summary>
/// <param name="Bus">N of /dev/i2c-N.</param>
/// <param name="Address">Seven bits.</param>
public sealed record ElementSubject(int Bus, int Address);

/// <summary>An access point as configured.</summary>
/// <param name="Interface">wlan0</param>
/// <param name="Ssid">Its name.</param>
/// <param name="Country">ISO 3166 alpha-2; empty: not said.</param>
public sealed record WifiSubject(string Interface, string Ssid, string Country);
