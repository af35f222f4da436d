using Farlink.Protocol.Units;
using Farlink.Simulation.Planning;
using Farlink.Simulation.Scenarios;

namespace Farlink.Commands;

/// <summary>What <c>farlink sim run</c> was asked for.</summary>
internal sealed record SimRunTask
{
    /// <summary>A scenario of a file; null: <see cref="Plan"/>.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>A network by options.</summary>
    public PlanRequest Plan { get; init; } = new();

    /// <summary>What is varied; none: one run.</summary>
    public IReadOnlyList<PlanSweep> Sweeps { get; init; } = [];

    /// <summary>What is to be as large as possible; null: nothing.</summary>
    public PlanAxis? Find { get; init; }

    /// <summary>In what time 99 % of the messages are to arrive.</summary>
    public required Duration Within { get; init; }

    /// <summary>The file of the report.</summary>
    public string? Report { get; init; }

    /// <summary>The file of the frames.</summary>
    public string? Pcap { get; init; }

    /// <summary>Whether JSON is printed.</summary>
    public bool AsJson { get; init; }
}
