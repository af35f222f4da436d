using Farlink.Protocol.Bridging;

namespace Farlink.Setup;

/// <summary>A route that a preset writes, and why.</summary>
/// <param name="Topic">MQTT topic filter.</param>
/// <param name="Direction">Up or down.</param>
/// <param name="Why">For people; one line.</param>
internal sealed record PresetRoute(string Topic, RouteDirection Direction, string Why)
{
    /// <summary>urgent, normal or bulk, where it is not normal; null: normal.</summary>
    public string? Priority { get; init; }

    /// <summary>How long a message may wait for others to share a frame; null: not at all.</summary>
    public TimeSpan? MostLatency { get; init; }

    /// <summary>Whether a newer message replaces a waiting one of its topic.</summary>
    public bool NewestOnly { get; init; }

    /// <summary>After this a message is dropped; null: as without it.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>How long an unchanged retained value is not sent again; null: it is.</summary>
    public TimeSpan? UnchangedFor { get; init; }

    /// <summary>Most messages in an hour; null: no limit.</summary>
    public int? QuotaPerHour { get; init; }
}
