using Microsoft.Extensions.Logging;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// Logs refusals: one line a minute for each reason, so that nobody can fill a disk by being refused. Thread-safe.
/// </summary>
internal sealed class RefusalLog(ILogger logger, TimeProvider time)
{
    /// <summary>Reasons told apart; beyond it they share one line.</summary>
    private const int MostReasons = 256;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, (long Since, int Suppressed)> _reasons = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public void Refuse(string what, string why)
    {
        if (Admit(why) is { } repeats) BrokerLog.Refused(logger, what, why, repeats);
    }

    /// <summary>What to add to the line, or null if it is not yet time for one.</summary>
    public string? Admit(string reason)
    {
        lock (_lock)
        {
            if (_reasons.Count >= MostReasons && !_reasons.ContainsKey(reason)) Forget();
            if (_reasons.Count >= MostReasons && !_reasons.ContainsKey(reason)) reason = "(too many different reasons)";
            if (_reasons.TryGetValue(reason, out var known) && time.GetElapsedTime(known.Since) < Quiet)
            {
                _reasons[reason] = known with { Suppressed = known.Suppressed + 1 };
                return null;
            }

            _reasons[reason] = (time.GetTimestamp(), 0);
            return known.Suppressed > 0 ? $" ({known.Suppressed} more since)" : string.Empty;
        }
    }

    private void Forget()
    {
        foreach (var (reason, known) in _reasons.ToArray())
            if (time.GetElapsedTime(known.Since) >= Quiet) _reasons.Remove(reason);
    }
}
