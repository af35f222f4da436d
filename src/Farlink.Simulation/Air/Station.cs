using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Air;

/// <summary>A radio on the channel.</summary>
public sealed class Station
{
    /// <summary>Its name, for traces.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands; on a channel <see cref="RadioChannel.Move"/> changes it.</summary>
    public Position Position { get; set; }

    /// <summary>How it sends and listens.</summary>
    public LoRaModulation Modulation { get; set; } = new();

    /// <summary>On which frequency.</summary>
    public Hertz Frequency { get; set; } = Hertz.FromMegahertz(869.525);

    /// <summary>Power at the antenna.</summary>
    public Dbm Power { get; set; } = new(14);

    /// <summary>Whether it listens when it does not send: not while its host is down.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>Since when it has listened as it is set now: of a frame that began before it hears nothing.</summary>
    public Instant ListeningSince { get; set; } = new(long.MinValue);

    internal Instant OutageEnds { get; set; } = new(long.MinValue);

    internal Instant NextOutage { get; set; } = new(long.MinValue);
}
