namespace Farlink.Runtime.Watching;

/// <summary>
/// What strangers can cause as often as they like is an event a minute of each kind, with how many came since the one before.
/// Not safe for several threads.
/// </summary>
internal sealed class EventThrottle
{
    /// <summary>Kinds told apart; beyond it they share one.</summary>
    private const int MostKinds = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongAgo = TimeSpan.FromHours(1);
    private readonly Dictionary<(string Role, string Kind), (DateTimeOffset Told, long Untold)> _last = [];

    /// <summary>What to add to the event; null if it is too early for one, and it is counted.</summary>
    /// <param name="role">Which end.</param>
    /// <param name="kind">Of which kind it is.</param>
    /// <param name="now">The time.</param>
    public string? Admit(string role, string kind, DateTimeOffset now)
    {
        var key = (role, kind);
        if (!_last.ContainsKey(key) && _last.Count >= MostKinds) Forget(now);
        if (!_last.ContainsKey(key) && _last.Count >= MostKinds) key = (role, "(others)");
        if (_last.TryGetValue(key, out var last) && now - last.Told < Pause && now >= last.Told)
        {
            _last[key] = (last.Told, last.Untold + 1);
            return null;
        }

        _last[key] = (now, 0);
        return last.Untold > 0 ? $" {last.Untold} more came since the one told before." : string.Empty;
    }

    /// <summary>
    /// Kinds that would be told at once in any case make room, and those of long ago: nobody asks any more how many came.
    /// </summary>
    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, last) in _last.ToList())
            if (now - last.Told >= (last.Untold == 0 ? Pause : LongAgo)) _last.Remove(key);
    }
}
