using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Simulation.Air;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Scenarios;

/// <summary>A planned network: who stands where, what they say, and what goes wrong.</summary>
public sealed record Scenario
{
    /// <summary>Most sites of one base: a link id is one octet.</summary>
    public const int MostSites = 255;

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>How long messages are published.</summary>
    public Duration Length { get; init; } = Duration.FromSeconds(24 * 3600);

    /// <summary>How long the network may take afterwards to deliver what waits; default a day.</summary>
    public Duration Drain { get; init; } = Duration.FromSeconds(24 * 3600);

    /// <summary>The seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Channel, modulation and power of all radios.</summary>
    public required RadioSettings Radio { get; init; }

    /// <summary>Powers between which radios choose; null: all send with the same.</summary>
    public PowerRange? Power { get; init; }

    /// <summary>The limit of the sub-band.</summary>
    public required DutyCycle DutyCycle { get; init; }

    /// <summary>The sub-band, for its other rules; null: none.</summary>
    public SubBand? Band { get; init; }

    /// <summary>The air.</summary>
    public ChannelOptions Channel { get; init; } = new();

    /// <summary>Memory of each link's compression model in each direction, MiB; 0, the default: not compressed.</summary>
    public int ModelMebibytes { get; init; }

    /// <summary>What may happen to frames beyond what the channel does.</summary>
    public FrameFaults FrameFaults { get; init; } = new();

    /// <summary>The base.</summary>
    public PlacedHost Base { get; init; } = new() { Name = "base" };

    /// <summary>The sites, 1 to <see cref="MostSites"/>.</summary>
    public required IReadOnlyList<ScenarioSite> Sites { get; init; }

    /// <summary>What goes wrong, and when.</summary>
    public IReadOnlyList<ScenarioFault> Faults { get; init; } = [];

    /// <summary>Whether a disk is lost or goes back: then what only it had is gone, and only the rest can be checked.</summary>
    public bool LosesDisks => Faults.Any(fault => fault.Kind is FaultKind.Wipe or FaultKind.RollBack);

    /// <summary>Whether equal messages may occur, as in what was recorded.</summary>
    public bool RepeatsMessages => Sites.Any(site => site.Replay is not null);

    /// <summary>Transmitters that follow no protocol.</summary>
    public IReadOnlyList<HostileTransmitter> Hostile { get; init; } = [];
}

/// <summary>A host and where it stands.</summary>
public record PlacedHost
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where.</summary>
    public Position Position { get; init; }

    /// <summary>How fast it is, and its clock.</summary>
    public HostOptions Host { get; init; } = new();
}

/// <summary>A site.</summary>
public sealed record ScenarioSite : PlacedHost
{
    /// <summary>What is published at it, and at the base for it.</summary>
    public IReadOnlyList<Traffic> Traffic { get; init; } = [];

    /// <summary>Recorded messages that are published at it, at the times they have; null: none.</summary>
    public ScenarioReplay? Replay { get; init; }
}

/// <summary>Messages that come again and again.</summary>
public sealed record Traffic
{
    /// <summary>Topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Payload of <see cref="PayloadKind.Text"/>; <c>{n}</c> counts.</summary>
    public required string Payload { get; init; }

    /// <summary>What payloads are made of; default: <see cref="Payload"/>.</summary>
    public PayloadKind Kind { get; init; }

    /// <summary>Shorter payloads are filled up to so many octets; 0: they are not.</summary>
    public int LeastOctets { get; init; }

    /// <summary>From site to base, or the other way.</summary>
    public bool IsUp { get; init; } = true;

    /// <summary>Time between two.</summary>
    public required Duration Every { get; init; }

    /// <summary>How irregular that is: a share of it, 0 to 1, by which each may be early or late.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>QoS.</summary>
    public MqttQos Qos { get; init; } = MqttQos.AtLeastOnce;

    /// <summary>Lane.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>How long it may wait for others to share a frame.</summary>
    public Duration MostLatency { get; init; }

    /// <summary>When it is worthless; null: never.</summary>
    public Duration? Expires { get; init; }

    /// <summary>Whether only the newest waiting one is kept.</summary>
    public bool NewestOnly { get; init; }
}

/// <summary>Something that goes wrong at a time.</summary>
/// <param name="At">When.</param>
/// <param name="For">How long.</param>
/// <param name="Kind">What.</param>
/// <param name="Host">Who; null: all hosts.</param>
/// <param name="Share">Of frames lost, for <see cref="FaultKind.Jam"/>.</param>
public sealed record ScenarioFault(Duration At, Duration For, FaultKind Kind, string? Host, double Share);

/// <summary>What can go wrong.</summary>
public enum FaultKind
{
    /// <summary>The power fails; afterwards the host starts again from its disk.</summary>
    Power,

    /// <summary>The broker of the host takes nothing.</summary>
    Broker,

    /// <summary>The host receives nothing, or a share of what it should.</summary>
    Jam,

    /// <summary>The disk is lost; the host goes on with an empty one.</summary>
    Wipe,

    /// <summary>The host goes back to its disk as it was so long before.</summary>
    RollBack,

    /// <summary>The clock jumps ahead by so much.</summary>
    Clock,
}

/// <summary>A transmitter that follows no protocol.</summary>
public sealed record HostileTransmitter
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public Position Position { get; init; }

    /// <summary>What it sends.</summary>
    public required HostileKind Kind { get; init; }

    /// <summary>Time between two frames.</summary>
    public required Duration Every { get; init; }
}

/// <summary>What a hostile transmitter sends.</summary>
public enum HostileKind
{
    /// <summary>Random octets.</summary>
    Noise,

    /// <summary>Frames it heard before.</summary>
    Replay,

    /// <summary>Frames it heard before, changed.</summary>
    Forge,

    /// <summary>Handshakes made up for the network's link ids.</summary>
    Hello,
}
