namespace Farlink.Runtime.Status;

/// <summary>The time of this host, by which certificates are checked. The link goes by a clock that never jumps.</summary>
/// <param name="Utc">What the host takes for the time.</param>
/// <param name="IsSynchronized">Whether something keeps it right.</param>
/// <param name="IsTold">Whether a paired base has told the time since the start.</param>
/// <param name="Jumps">How often it jumped since the start.</param>
public sealed record ClockFigures(DateTimeOffset Utc, bool IsSynchronized, bool IsTold, int Jumps);
