using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Checks;

/// <summary>In every window of an hour each host stays inside its limit, counted here on its own, in true time.</summary>
public sealed class DutyChecker : IChecker
{
    private readonly Dictionary<string, List<(Instant Start, Instant End)>> _sent = [];

    /// <inheritdoc/>
    public void HandleTransmission(SimulatedNetwork network, SimulatedHost host, AirFrame frame)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(frame);
        if (!host.Options.DutyCycle.IsLimited) return;
        if (!_sent.TryGetValue(host.Name, out var sent)) _sent[host.Name] = sent = [];
        sent.Add((frame.Start, frame.End));
        var opens = frame.End - DutyCycle.Window;
        sent.RemoveAll(one => one.End <= opens);

        // A window that ends with a transmission holds at least as much as any other that ends before the next.
        long used = 0;
        foreach (var (start, end) in sent) used += (end - (start > opens ? start : opens)).Nanoseconds;
        var budget = host.Options.DutyCycle.Budget;
        if (used > budget.Nanoseconds) network.Violate($"{host.Name} used {new Duration(used)} of {budget} in an hour");
    }
}
