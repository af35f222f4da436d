using Microsoft.Extensions.Logging;

namespace Farlink.Mqtt.Broker;

/// <summary>Logs refusals: one line a minute for each reason, so that nobody can fill a disk by being refused. Thread-safe.</summary>
internal sealed class RefusalLog(ILogger logger, TimeProvider time)
{
    /// <summary>Reasons told apart; beyond it they share one line.</summary>
    private const int MostReasons = 256;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private readonly Dictionary<(string What, string Why), (long Since, int Suppressed)> _reasons = [];
    private readonly Lock _lock = new();

    public void Refuse(string what, string why)
    {
        if (Admit(what, why) is { } repeats) BrokerLog.Refused(logger, what, why, repeats);
    }

    /// <summary>What to add to the line, or null if it is not yet time for one.</summary>
    public string? Admit(string what, string why)
    {
        lock (_lock)
        {
            if (_reasons.Count >= MostReasons && !_reasons.ContainsKey((what, why))) Forget();
            if (_reasons.TryGetValue((what, why), out var known) && time.GetElapsedTime(known.Since) < Quiet)
            {
                _reasons[(what, why)] = known with { Suppressed = known.Suppressed + 1 };
                return null;
            }

            if (_reasons.Count >= MostReasons && !_reasons.ContainsKey((what, why))) return null;
            _reasons[(what, why)] = (time.GetTimestamp(), 0);
            return known.Suppressed > 0 ? $" ({known.Suppressed} more since)" : string.Empty;
        }
    }

    private void Forget()
    {
        foreach (var (reason, known) in _reasons.ToArray())
            if (time.GetElapsedTime(known.Since) >= Quiet) _reasons.Remove(reason);
    }
}
