using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Simulation.Air;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Checks;

/// <summary>
/// What an end holds stays inside its limits: the queue as configured, and per link a window of chunks each way.
/// </summary>
public sealed class MemoryChecker : IChecker
{
    private const int Lanes = 3;
    private const int WindowOctets = 2 * 64 * 255;

    /// <inheritdoc/>
    public void HandleTransmission(SimulatedNetwork network, SimulatedHost host, AirFrame frame) => Check(network, host);

    /// <inheritdoc/>
    public void AfterReception(SimulatedNetwork network, SimulatedHost host, bool isGenuine) => Check(network, host);

    private static void Check(SimulatedNetwork network, SimulatedHost host)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(host);
        if (host.Machine is not { } machine) return;
        foreach (var link in host.Options.Links)
        {
            var status = machine.Status(link.Id, host.Now);
            Check(network, host, link, status);
        }
    }

    internal static void Check(SimulatedNetwork network, SimulatedHost host, LinkOptions link, LinkStatus status)
    {
        var most = WindowOctets + (Lanes * (link.MostMessageOctets + RecordHead.LongestTopicOctets + 64));
        if (status.HeldOctets > most)
            network.Violate($"{host.Name} holds {status.HeldOctets} octets of chunks, more than {most}");
        if (status.QueuedMessages > link.MostQueuedMessages || status.QueuedOctets > link.MostQueuedOctets)
            network.Violate($"{host.Name} queues {status.QueuedMessages} messages, {status.QueuedOctets} octets");
    }
}
