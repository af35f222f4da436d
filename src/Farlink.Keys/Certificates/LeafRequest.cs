using System.Net;

namespace Farlink.Keys.Certificates;

/// <summary>What a certificate is for.</summary>
public enum LeafPurpose
{
    /// <summary>A broker.</summary>
    Server,

    /// <summary>A device.</summary>
    Client,
}

/// <summary>A certificate to be issued.</summary>
public sealed record LeafRequest
{
    /// <summary>What it is for; it is good for nothing else.</summary>
    public required LeafPurpose Purpose { get; init; }

    /// <summary>Names: a server's DNS names, all of which go into the certificate, or the one name of a client.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>A server's addresses.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>The key that is certified; null: a new one is made and written beside the certificate. Default null.</summary>
    public SubjectKey? Key { get; init; }

    /// <summary>NAME of the files; default the first name.</summary>
    public string? FileName { get; init; }

    /// <summary>Days it is valid, 1 to 36,500; default 3,650: devices in the field are seldom visited.</summary>
    public int ValidDays { get; init; } = 3650;

    /// <summary>Whether files of that name may be replaced; default no.</summary>
    public bool Replace { get; init; }
}
