using Farlink.Configuration;

namespace Farlink.Setup;

/// <summary>What options say. What they do not say is null, and asked.</summary>
internal sealed record InitGiven
{
    public Role? Role { get; init; }

    public string? Name { get; init; }

    /// <summary>In capital letters.</summary>
    public string? Country { get; init; }

    public string? Region { get; init; }

    /// <summary>Whether a region that is not one of the country's is meant.</summary>
    public bool IsForeignRegion { get; init; }

    public string? Board { get; init; }

    public string? Radio { get; init; }

    public IReadOnlyList<string>? Presets { get; init; }

    /// <summary>Whether both ends share a key.</summary>
    public bool? IsShared { get; init; }

    /// <summary>The URI of a secure element.</summary>
    public string? Element { get; init; }

    public byte? LinkId { get; init; }

    public IReadOnlyList<string>? Devices { get; init; }

    public IReadOnlyList<string>? Sites { get; init; }

    /// <summary>Further names and addresses of sites' brokers: <c>[SITE=]NAME-or-ADDRESS</c>.</summary>
    public IReadOnlyList<string>? SiteAddresses { get; init; }

    /// <summary>A site that a base which is there gets besides.</summary>
    public string? AddSite { get; init; }

    /// <summary>A URL, or <c>none</c>.</summary>
    public string? Upstream { get; init; }

    public string? UpstreamUser { get; init; }

    public string? UpstreamPasswordFile { get; init; }

    public string? UpstreamCa { get; init; }

    public string? Pki { get; init; }

    public bool NoPki { get; init; }

    public string? Certificates { get; init; }

    public bool NoCertificates { get; init; }

    /// <summary>An address, with or without port.</summary>
    public string? Listen { get; init; }

    public IReadOnlyList<string>? Listeners { get; init; }

    public bool NoPasswords { get; init; }

    public bool? Wifi { get; init; }

    public string? Interface { get; init; }

    public string? Ssid { get; init; }

    public string? PassphraseFile { get; init; }

    public int? Channel { get; init; }

    public string? Output { get; init; }

    public string? State { get; init; }

    public bool Yes { get; init; }

    public bool Replace { get; init; }

    /// <summary>Whether one JSON object is printed instead of what is for people, and nothing asked.</summary>
    public bool Json { get; init; }

    public bool NoDoctor { get; init; }

    public bool? Pair { get; init; }
}
