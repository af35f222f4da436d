using System.Net;

namespace Farlink.Simulation.RadioHeadEther;

/// <summary>An ether for RadioHead simulations and Farlink.</summary>
public sealed record RadioHeadEtherServerOptions
{
    /// <summary>Where to listen; default loopback, port 4000. Port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 4000);

    /// <summary>Rate in bit/s, default 10,000: a frame is delivered after the time it takes.</summary>
    public int BitsPerSecond { get; init; } = 10_000;

    /// <summary>Probability from 0 to 1 that a frame does not reach a node; default 0.</summary>
    public double Loss { get; init; }

    /// <summary>Nodes at a time; one more is turned away.</summary>
    public int MostNodes { get; init; } = 64;
}
