using System.Security.Cryptography.X509Certificates;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Bridging;
using Farlink.Runtime.Status;

namespace Farlink.Runtime.Services;

/// <summary>A site or base that runs, in whichever format.</summary>
public interface IRunningEnd : IAsyncDisposable
{
    /// <summary>Completes, faulted, when it cannot go on: its radio or its store is gone for good.</summary>
    Task Completion { get; }

    /// <summary>Rises about once a second as long as its pump runs. May be asked from any thread.</summary>
    long Beats { get; }

    /// <summary>This end's broker, if it is our own.</summary>
    EmbeddedBroker? Broker { get; }

    /// <summary>The certificate that it shows to another broker; null: it has none, or no other broker.</summary>
    X509Certificate2? ClientCertificate { get; }

    /// <summary>What it is doing. May be asked from any thread, at any time; waits for nobody.</summary>
    ServiceStatus Status();

    /// <summary>Sends no messages by a link until told otherwise, or until a restart.</summary>
    /// <returns>False where there is no such link, or its format cannot do that.</returns>
    bool TryPause(int link, bool isPaused);

    /// <summary>Sends what waits for company by a link as soon as it may.</summary>
    /// <returns>False where there is no such link, or its format cannot do that.</returns>
    bool TryFlush(int link);

    /// <summary>Goes by other routes from the next message on. A quota of a changed route begins anew.</summary>
    /// <returns>False, and nothing is changed, where that needs a restart.</returns>
    bool TryUse(IReadOnlyList<Route> routes);
}
