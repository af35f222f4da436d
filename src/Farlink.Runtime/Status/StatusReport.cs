using Farlink.Protocol.Units;

namespace Farlink.Runtime.Status;

/// <summary>
/// Everything a running end says of itself: what <c>farlink status</c> shows. <see cref="StatusJson"/> is its form on the wire.
/// </summary>
public sealed record StatusReport
{
    /// <summary>Raised when a reader of the form before would misread it; new keys alone do not.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Which form.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The program's version.</summary>
    public required string Program { get; init; }

    /// <summary>Full path of its configuration.</summary>
    public required string Config { get; init; }

    /// <summary>Process id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When it started, as the host's clock had it then.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How long it has run.</summary>
    public required Duration Uptime { get; init; }

    /// <summary>The end itself.</summary>
    public required ServiceStatus Service { get; init; }

    /// <summary>What it writes.</summary>
    public required DiskFigures Disk { get; init; }

    /// <summary>The time.</summary>
    public required ClockFigures Clock { get; init; }

    /// <summary>What somebody should look at, those of <see cref="Service"/> included. Not escaped.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
