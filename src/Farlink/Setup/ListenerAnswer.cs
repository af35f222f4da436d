using System.Net;
using Farlink.Mqtt.Broker;

namespace Farlink.Setup;

/// <summary>Where a site's broker listens, and how clients show who they are.</summary>
/// <param name="Auth">How.</param>
/// <param name="Endpoint">Where.</param>
internal sealed record ListenerAnswer(ListenerAuth Auth, IPEndPoint Endpoint)
{
    /// <summary>The word of the configuration.</summary>
    public string Word => Auth.ToString().ToLowerInvariant();
}
