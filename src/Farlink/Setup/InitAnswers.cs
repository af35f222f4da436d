using Farlink.Configuration;

namespace Farlink.Setup;

/// <summary>All that is known of an end before its files are made.</summary>
internal sealed record InitAnswers
{
    /// <summary>Where its files are.</summary>
    public required InitLayout Layout { get; init; }

    public required Role Role { get; init; }

    /// <summary>Its name: part of what it proves to the other end.</summary>
    public required string Name { get; init; }

    public required string Region { get; init; }

    /// <summary>Where it is: ISO 3166-1; null: not said.</summary>
    public string? Country { get; init; }

    /// <summary>What of the channel is not as usual in the region, and alike at both ends.</summary>
    public SharedChannel Channel { get; init; } = SharedChannel.Usual;

    /// <summary>The radio's URI.</summary>
    public required string Radio { get; init; }

    /// <summary>The board of a chip; null: the radio is no chip on a board.</summary>
    public string? Board { get; init; }

    /// <summary>Whether both ends share a key; else they are paired.</summary>
    public bool IsShared { get; init; }

    /// <summary>With paired ends: the URI of this end's key; null: the usual file.</summary>
    public string? Element { get; init; }

    /// <summary>With a shared key: the link id; at a base that of its first site.</summary>
    public byte LinkId { get; init; } = 1;

    /// <summary>Names of presets.</summary>
    public required IReadOnlyList<string> Presets { get; init; }

    /// <summary>Devices: at a base those that get certificates, at a site those that get users.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>At a base: names of its sites.</summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>At a base: names and addresses of each site's broker, beside those that every site has.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> SiteNames { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>At a base: the broker that it feeds; null: Farlink's own.</summary>
    public UpstreamAnswers? Upstream { get; init; }

    /// <summary>At a base: DNS names of its own broker.</summary>
    public IReadOnlyList<string> BrokerNames { get; init; } = [];

    /// <summary>At a base: the folder of its CA; null: there is none here.</summary>
    public string? Pki { get; init; }

    /// <summary>At a base: whether it is there, and gets the site that <see cref="Sites"/> names.</summary>
    public bool IsAddition { get; init; }

    /// <summary>At a base: certificates that are there and stay.</summary>
    public IReadOnlyList<KnownCertificate> Kept { get; init; } = [];

    /// <summary>At a base: whether shared keys that are there make way for new ones.</summary>
    public bool ReplacesKeys { get; init; }

    /// <summary>At a site: the folder that was brought from the base; null: none yet.</summary>
    public SiteFolder? Certificates { get; init; }

    /// <summary>At a site: whether its certificates are in their place already.</summary>
    public bool HasCertificates { get; init; }

    /// <summary>At a site: where its broker listens.</summary>
    public IReadOnlyList<ListenerAnswer> Listeners { get; init; } = [];

    /// <summary>At a site: whether devices have passwords too.</summary>
    public bool HasPasswords { get; init; }

    /// <summary>At a site: its access point; null: not Farlink's matter.</summary>
    public WifiAnswers? Wifi { get; init; }

    /// <summary>What may be meant otherwise and works all the same.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>Whether a certificate of that NAME at the CA stays.</summary>
    public bool IsKept(string name) => Kept.Any(one => one.Wanted.FileName == name);
}
