namespace Farlink.Runtime.HomeAssistant;

/// <summary>What discovery says of one link.</summary>
internal sealed record DiscoverySubject
{
    /// <summary>The site's name, as in <c>farlink/SITE/link</c>.</summary>
    public required string Site { get; init; }

    /// <summary>What its unique ids begin with.</summary>
    public required string Id { get; init; }

    /// <summary>Whether this end is the base, which tells whether the site is there.</summary>
    public required bool IsBase { get; init; }

    /// <summary>This program's version.</summary>
    public required string Version { get; init; }

    /// <summary>After so many seconds without a report a value is worth nothing.</summary>
    public required int ExpireAfter { get; init; }
}
