using System.Net;

namespace Farlink.Configuration;

/// <summary>[dashboard]</summary>
internal sealed record DashboardConfig
{
    /// <summary>Null: there is none, unless the command line says where.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>What a login is checked by, as farlink dashboard password prints it; null: no login.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>For TLS; null: none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Its private key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Whether it shows what is in messages.</summary>
    public bool ShowsPayloads { get; init; }

    /// <summary>Whether samples of links are kept on disk.</summary>
    public bool KeepsHistory { get; init; } = true;

    /// <summary>Whether /metrics answers.</summary>
    public bool HasMetrics { get; init; } = true;

    /// <summary>Whether the page may simulate networks.</summary>
    public bool HasPlanner { get; init; }

    /// <summary>Further names it is called by.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];
}
