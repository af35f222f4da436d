namespace Farlink.Runtime.Watching;

/// <summary>How often something happened.</summary>
/// <param name="Total">Since the start.</param>
/// <param name="LastMinute">In the last minute.</param>
/// <param name="Last">When it happened last; null: never.</param>
public readonly record struct TrafficCount(long Total, int LastMinute, DateTimeOffset? Last);
