using Farlink.Protocol.Link;
using Farlink.Protocol.Store;
using Farlink.Simulation.Air;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Checks;

/// <summary>Watches a run for one rule and tells <see cref="SimulatedNetwork.Violate"/> when it is broken.</summary>
public interface IChecker
{
    /// <summary>A host was added.</summary>
    void Join(SimulatedNetwork network, SimulatedHost host)
    {
    }

    /// <summary>A host starts from its disk.</summary>
    void HandleStarted(SimulatedNetwork network, SimulatedHost host, LinkStation station)
    {
    }

    /// <summary>A host has lost its memory.</summary>
    void HandleCrashed(SimulatedNetwork network, SimulatedHost host)
    {
    }

    /// <summary>A message was taken from a publisher.</summary>
    void HandleSubmitted(SimulatedNetwork network, SimulatedHost host, Submission submission)
    {
    }

    /// <summary>A change is durable on a host's disk.</summary>
    void HandleDurable(SimulatedNetwork network, SimulatedHost host, StoreOperation operation)
    {
    }

    /// <summary>A host keys its transmitter.</summary>
    void HandleTransmission(SimulatedNetwork network, SimulatedHost host, AirFrame frame)
    {
    }

    /// <summary>A frame is about to be handed to a host.</summary>
    void BeforeReception(SimulatedNetwork network, SimulatedHost host, bool isGenuine)
    {
    }

    /// <summary>It was handed over.</summary>
    void AfterReception(SimulatedNetwork network, SimulatedHost host, bool isGenuine)
    {
    }

    /// <summary>A host tells something.</summary>
    void HandleEvent(SimulatedNetwork network, SimulatedHost host, LinkEvent happened)
    {
    }

    /// <summary>A host's broker has taken a message.</summary>
    void HandlePublished(SimulatedNetwork network, SimulatedHost host, InboxRow row)
    {
    }

    /// <summary>The run is over.</summary>
    void Finish(SimulatedNetwork network)
    {
    }
}
