using Farlink.Protocol.Link;
using Farlink.Protocol.Units;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Scenarios;

/// <summary>Offers messages to a host, and one that is held back again until it is taken, before the next one.</summary>
internal sealed class Publisher(SimulatedNetwork network, SimulatedHost host, ScenarioTally tally)
{
    private static readonly Duration HoldBack = Duration.FromMilliseconds(250);
    private readonly Queue<Submission> _held = new();

    /// <summary>Its host.</summary>
    public SimulatedHost Host => host;

    /// <summary>Offers one now.</summary>
    public void Offer(Submission submission)
    {
        tally.Counts.Offered++;
        if (_held.Count > 0)
        {
            _held.Enqueue(submission);
            return;
        }

        Submit(submission);
    }

    private void Submit(Submission submission)
    {
        switch (host.Submit(submission))
        {
            case null:
                // The device repeats what nobody acknowledged; here it is counted and left.
                tally.Counts.HostDown++;
                break;
            case SubmitVerdict.QueueFull or SubmitVerdict.ClientShareFull:
                tally.Counts.HeldBack++;
                _held.Enqueue(submission);
                if (_held.Count == 1) network.Time.After(HoldBack, TryHeld);
                break;
        }
    }

    private void TryHeld()
    {
        while (_held.TryPeek(out var next))
        {
            if (host.Submit(next) is SubmitVerdict.QueueFull or SubmitVerdict.ClientShareFull or null)
            {
                network.Time.After(HoldBack, TryHeld);
                return;
            }

            _held.Dequeue();
        }
    }
}
