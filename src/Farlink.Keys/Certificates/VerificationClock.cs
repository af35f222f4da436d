namespace Farlink.Keys.Certificates;

/// <summary>
/// The time by which certificates are checked, at a host that may have no Internet and no clock of its own: never before this
/// program was made, before what was known at its last run, or before the newest list of revocations. What a paired base says in
/// an authenticated session takes the place of the host's clock; nothing from the WiFi does. Expiry is always checked.
/// Thread-safe.
/// </summary>
/// <param name="host">The host's clock.</param>
public sealed class VerificationClock(TimeProvider host) : TimeProvider
{
    /// <summary>This program is not older; raised with each release.</summary>
    public static readonly DateTimeOffset Released = new(2026, 11, 26, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What lies later than this is a mistake, or meant to make every certificate expire.</summary>
    public static readonly DateTimeOffset Latest = Released.AddYears(30);

    /// <summary>A host's clock that is this near to what a base told is right enough for whatever people look at.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private DateTimeOffset _floor = Released;
    private (DateTimeOffset Utc, long Stamp)? _told;

    /// <summary>
    /// Whether something keeps the host's clock right, so that nobody need be asked; default so. See <see cref="HostClock"/>.
    /// </summary>
    public Func<bool> IsHostSure { get; init; } = () => true;

    /// <summary>Whether a paired base has told the time since the program started.</summary>
    public bool IsTold
    {
        get
        {
            lock (_lock) return _told is not null;
        }
    }

    /// <summary>
    /// Whether the host's own clock can be believed: something keeps it right, or it is near what a paired base has told.
    /// </summary>
    public bool IsHostBelieved => IsHostSure() || (IsTold && (GetUtcNow() - host.GetUtcNow()).Duration() < Near);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            var now = _told is { } told ? told.Utc + host.GetElapsedTime(told.Stamp) : host.GetUtcNow();
            return now > _floor ? now : _floor;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => host.GetTimestamp();

    /// <inheritdoc/>
    public override long TimestampFrequency => host.TimestampFrequency;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        host.CreateTimer(callback, state, dueTime, period);

    /// <summary>It is not earlier than this: a signed list says so, or the last run of the program.</summary>
    /// <returns>False if it is not believed: it lies too far ahead.</returns>
    public bool NotBefore(DateTimeOffset utc)
    {
        if (utc > Latest) return false;
        lock (_lock)
        {
            if (utc > _floor) _floor = utc;
            return true;
        }
    }

    /// <summary>A paired base says that it is this time.</summary>
    /// <returns>False if it is not believed: it lies before this program was made, or too far ahead.</returns>
    public bool Tell(DateTimeOffset utc)
    {
        if (utc < Released || !NotBefore(utc)) return false;
        lock (_lock) _told = (utc, host.GetTimestamp());
        return true;
    }
}
