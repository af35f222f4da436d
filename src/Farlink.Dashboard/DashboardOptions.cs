using System.Net;
using System.Security.Cryptography.X509Certificates;
using Farlink.Dashboard.Access;

namespace Farlink.Dashboard;

/// <summary>Where the dashboard listens, and who may see it.</summary>
public sealed record DashboardOptions
{
    /// <summary>Address and port; port 0 takes a free one.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>What a login is checked by; null: no login, and then only this host can see it.</summary>
    public PasswordHash? Password { get; init; }

    /// <summary>For TLS, with its private key; null: none. Lives as long as the dashboard.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>
    /// Further names it is called by, as a browser sends them in Host: <c>farm.example</c> at any port, or
    /// <c>localhost:9000</c>.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Whether it shows what is in messages.</summary>
    public bool ShowsPayloads { get; init; }

    /// <summary>Whether /metrics answers.</summary>
    public bool HasMetrics { get; init; } = true;

    /// <summary>Refuses options by which others could see what they may not.</summary>
    /// <param name="isDemo">Whether everything shown is made up.</param>
    /// <exception cref="DashboardException">Why, and what to do.</exception>
    public void Validate(bool isDemo)
    {
        if (!IPAddress.IsLoopback(Listen.Address) && (Password is null || Certificate is null))
        {
            throw new DashboardException(
                $"The dashboard would listen on {Listen}, where others reach it: that needs password_hash (make it with: farlink "
                + "dashboard password) and certificate with key. Or listen on 127.0.0.1.");
        }

        if (ShowsPayloads && Password is null && !isDemo)
        {
            throw new DashboardException(
                "The dashboard would show payloads to every user of this host: payloads = true needs password_hash (make it "
                + "with: farlink dashboard password).");
        }
    }
}
