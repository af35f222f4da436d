using Farlink.Protocol.Link;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Checks;

/// <summary>No key seals under the same nonce twice, over crashes and restarts too.</summary>
public sealed class NonceChecker : IChecker
{
    private readonly HashSet<(long Key, int Space, long Number)> _used = [];

    /// <inheritdoc/>
    public void HandleStarted(SimulatedNetwork network, SimulatedHost host, LinkStation station)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(station);
        station.OnSealed = (key, space, number) => Note(network, host.Name, key, space, number);
    }

    internal void Note(SimulatedNetwork network, string host, long key, int space, long number)
    {
        if (!_used.Add((key, space, number))) network.Violate($"{host} sealed twice under number {number} of space {space}");
    }
}
