using Farlink.Simulation.Air;

namespace Farlink.Simulation.Ether;

/// <summary>What a radio on a <see cref="SimulatedEther"/> is told; called outside the ether's lock.</summary>
internal sealed record EtherListener
{
    /// <summary>The preamble of a frame that it can hear is over; null: it does not care.</summary>
    public Action<AirFrame>? OnPreamble { get; init; }

    /// <summary>The header of a frame that it can hear was sent; null: it does not care.</summary>
    public Action<AirFrame>? OnHeader { get; init; }

    /// <summary>A frame on its channel is over: what it made of it.</summary>
    public Action<AirFrame, Reception> OnReception { get; init; } = (_, _) => { };
}
