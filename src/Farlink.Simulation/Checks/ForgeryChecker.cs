using Farlink.Protocol.Units;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Checks;

/// <summary>
/// A frame that is forged, changed or played again is refused: it commits nothing, is told as refused and nothing else, and
/// brings
/// no transmission forward. (A hello played again is answered inside its allowance: the only exception.)
/// </summary>
public sealed class ForgeryChecker : IChecker
{
    private long _refused;
    private int _commits;
    private Instant _next;
    private bool _isWatching;

    /// <summary>Frames watched so far.</summary>
    public long Watched { get; private set; }

    /// <inheritdoc/>
    public void BeforeReception(SimulatedNetwork network, SimulatedHost host, bool isGenuine)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (isGenuine || host.Machine is not { } machine) return;
        _isWatching = true;
        _refused = machine.Refusals.Total;
        _commits = machine.CommitsWaiting;
        _next = machine.NextTimeout(host.Now);
    }

    /// <inheritdoc/>
    public void AfterReception(SimulatedNetwork network, SimulatedHost host, bool isGenuine)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(host);
        if (!_isWatching || host.Machine is not { } machine) return;
        _isWatching = false;
        Watched++;
        var isRefused = machine.Refusals.Total > _refused;
        if (machine.CommitsWaiting > _commits) network.Violate($"{host.Name} committed because of a forged frame");

        // What is not refused can only be a hello in its allowance; its reply is due at once.
        // That a wait which the frame itself had drawn out ends again is no effect either.
        var next = machine.NextTimeout(host.Now);
        if (isRefused && !machine.HasHelloReply && next < _next && next != machine.AnswerDeadline)
            network.Violate($"{host.Name} transmits because of a forged frame");
        if (!isRefused && !machine.HasHelloReply) network.Violate($"{host.Name} accepted a forged frame");
    }
}
