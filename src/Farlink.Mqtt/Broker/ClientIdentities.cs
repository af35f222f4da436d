using System.Security.Cryptography.X509Certificates;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// Who owns which client id. A session belongs to the certificate and user that opened it: nobody else may take it over, nor
/// learn what waits in it. Thread-safe.
/// </summary>
internal sealed class ClientIdentities(BrokerLimits limits)
{
    private readonly Dictionary<string, Owner> _owners = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Claims a client id; says why not, or null.</summary>
    public string? Claim(string clientId, X509Certificate2? certificate, string? user)
    {
        // By name: a renewed certificate is its device's as the one before was, and one of this name is nobody else's.
        var owner = new Owner(certificate?.Subject, user);
        lock (_lock)
        {
            if (_owners.TryGetValue(clientId, out var known))
                return known == owner ? null : "this client id belongs to another certificate or user";
            if (_owners.Count >= limits.MostSessions) return $"{limits.MostSessions} sessions exist already";
            if (_owners.Values.Count(other => other.User == user) >= limits.MostSessionsPerUser)
                return $"this user has {limits.MostSessionsPerUser} sessions already";
            _owners.Add(clientId, owner);
            return null;
        }
    }

    /// <summary>The session is gone.</summary>
    public void Release(string clientId)
    {
        lock (_lock) _owners.Remove(clientId);
    }

    /// <summary>The user of a client; null for an anonymous or unknown one.</summary>
    public string? UserOf(string clientId)
    {
        lock (_lock) return _owners.GetValueOrDefault(clientId)?.User;
    }

    private sealed record Owner(string? Subject, string? User);
}
