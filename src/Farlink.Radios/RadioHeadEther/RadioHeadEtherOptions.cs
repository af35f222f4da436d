using Farlink.Protocol.Units;

namespace Farlink.Radios.RadioHeadEther;

/// <summary>How to reach an ether simulator.</summary>
public sealed record RadioHeadEtherOptions
{
    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port; RadioHead's own default is 4000.</summary>
    public int Port { get; init; } = 4000;

    /// <summary>Own address, told to the ether.</summary>
    public required byte Address { get; init; }

    /// <summary>
    /// The ether's rate in bit/s, default 10,000: two frames sent closer than the ether takes for the first destroy each other.
    /// </summary>
    public int BitsPerSecond { get; init; } = 10_000;

    /// <summary>Quiet time after an address was told; an ether that has not read it yet would lose the first frame.</summary>
    public static Duration SettleTime { get; } = Duration.FromMilliseconds(150);
}
