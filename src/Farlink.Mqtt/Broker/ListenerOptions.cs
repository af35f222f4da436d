using System.Net;

namespace Farlink.Mqtt.Broker;

/// <summary>How clients of a listener show who they are.</summary>
public enum ListenerAuth
{
    /// <summary>TLS with a client certificate of our CA, and user and password where the broker has a password file.</summary>
    Mutual,

    /// <summary>TLS without client certificate; user and password.</summary>
    Password,

    /// <summary>No TLS. Off unless asked for, and never on all interfaces.</summary>
    Plain,
}

/// <summary>One address the broker listens on.</summary>
/// <param name="Endpoint">Address and port; port 0 takes a free one.</param>
/// <param name="Auth">How clients show who they are; default mutual.</param>
public sealed record ListenerOptions(IPEndPoint Endpoint, ListenerAuth Auth = ListenerAuth.Mutual)
{
    /// <exception cref="ArgumentException">A plain listener on all interfaces.</exception>
    internal void Validate()
    {
        if (Auth == ListenerAuth.Plain && (Endpoint.Address.Equals(IPAddress.Any) || Endpoint.Address.Equals(IPAddress.IPv6Any)))
            throw new ArgumentException(
                $"A plain listener on {Endpoint} would take clear-text clients from every network. Name one address.");
    }
}
