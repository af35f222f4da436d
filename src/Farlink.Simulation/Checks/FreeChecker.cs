using Farlink.Protocol.Store;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Checks;

/// <summary>No outbox row is freed that the peer has not on its disk.</summary>
public sealed class FreeChecker : IChecker
{
    /// <inheritdoc/>
    public void HandleDurable(SimulatedNetwork network, SimulatedHost host, StoreOperation operation)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(host);
        if (operation is not StoreOperation.Free free) return;
        var image = host.Disk.Load();
        var store = image.StoreId ^ (image.Links.FirstOrDefault(link => link.Link == free.Link)?.Incarnation ?? 0);
        foreach (var other in network.Hosts)
        {
            if (other.Options.Role == host.Options.Role || !other.Options.Links.Any(link => link.Id == free.Link)) continue;
            var record = other.Disk.Load().Links.FirstOrDefault(link => link.Link == free.Link);
            if (record?.PeerStore == store && record.Committed >= free.UpTo) continue;
            network.Violate($"{host.Name} freed up to {free.UpTo}; {other.Name} has {record?.Committed ?? 0}");
        }
    }
}
