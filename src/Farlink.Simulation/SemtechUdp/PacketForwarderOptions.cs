using System.Net;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;

namespace Farlink.Simulation.SemtechUdp;

/// <summary>How a simulated gateway is set up.</summary>
public sealed record PacketForwarderOptions
{
    /// <summary>The server it feeds.</summary>
    public required IPEndPoint Server { get; init; }

    /// <summary>Its EUI.</summary>
    public ulong Eui { get; init; } = 0xAA55_5A00_0000_0101;

    /// <summary>Its name on the ether.</summary>
    public string Name { get; init; } = "gateway";

    /// <summary>Where its antenna stands.</summary>
    public Position Position { get; init; }

    /// <summary>Channels of 125 kHz that it hears, at all spreading factors.</summary>
    public IReadOnlyList<Hertz> Channels { get; init; } =
        [Hertz.FromMegahertz(868.1), Hertz.FromMegahertz(868.3), Hertz.FromMegahertz(868.5)];

    /// <summary>0x12 with <c>lorawan_public: false</c>, 0x34 with true.</summary>
    public byte SyncWord { get; init; } = 0x12;

    /// <summary>Pause between two PULL_DATA; default 10 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Count of its clock when it starts.</summary>
    public uint FirstCount { get; init; } = 0xFFFF_0000;

    /// <summary>tx_freq_min.</summary>
    public Hertz LowestTransmit { get; init; } = Hertz.FromMegahertz(863);

    /// <summary>tx_freq_max.</summary>
    public Hertz HighestTransmit { get; init; } = Hertz.FromMegahertz(870);
}
