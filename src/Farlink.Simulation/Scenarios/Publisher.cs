using Farlink.Protocol.Link;
using Farlink.Protocol.Units;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Scenarios;

/// <summary>Offers messages to a host, and one that is held back again until it is taken, before the next one.</summary>
internal sealed class Publisher(SimulatedNetwork network, SimulatedHost host, ScenarioTally tally)
{
    private static readonly Duration HoldBack = Duration.FromMilliseconds(250);
    private readonly Queue<(Submission Submission, Instant At)> _held = new();

    /// <summary>Its host.</summary>
    public SimulatedHost Host => host;

    /// <summary>Offers one now.</summary>
    public void Offer(Submission submission)
    {
        tally.Counts.Offered++;
        var at = network.Time.Now;
        if (_held.Count > 0)
        {
            _held.Enqueue((submission, at));
            return;
        }

        switch (Submit(submission, at))
        {
            case null:
                // The device repeats what nobody acknowledged; here it is counted and left.
                tally.Counts.HostDown++;
                break;
            case SubmitVerdict.QueueFull or SubmitVerdict.ClientShareFull:
                tally.Counts.HeldBack++;
                _held.Enqueue((submission, at));
                if (_held.Count == 1) network.Time.After(HoldBack, TryHeld);
                break;
        }
    }

    private void TryHeld()
    {
        while (_held.TryPeek(out var next))
        {
            if (Submit(next.Submission, next.At) is SubmitVerdict.QueueFull or SubmitVerdict.ClientShareFull or null)
            {
                network.Time.After(HoldBack, TryHeld);
                return;
            }

            _held.Dequeue();
        }
    }

    private SubmitVerdict? Submit(Submission submission, Instant at)
    {
        tally.OfferedAt = at;
        return host.Submit(submission);
    }
}
