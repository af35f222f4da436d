using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// Logs refusals: one line a minute for each reason, so that nobody can fill a disk by being refused. Thread-safe.
/// </summary>
internal sealed partial class RefusalLog(ILogger logger, TimeProvider time)
{
    /// <summary>Reasons told apart; beyond it they share one line.</summary>
    private const int MostReasons = 256;

    /// <summary>Characters of a reason that tell it from others, and of each part of a line.</summary>
    private const int LongestKind = 120, LongestText = 300;

    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, (long Since, int Suppressed)> _reasons = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public void Refuse(string what, string why)
    {
        if (Admit(why) is { } repeats) BrokerLog.Refused(logger, Cut(what), Cut(why), repeats);
    }

    /// <summary>
    /// What of a reason tells it from others: not its numbers, nor names that a stranger chose, of which he has as many as he
    /// likes. Names follow the words after which reasons have them.
    /// </summary>
    internal static string KindOf(string reason)
    {
        var kind = Numbers().Replace(reason, "#");
        kind = Names().Replace(kind, "$1 ..");
        return kind.Length <= LongestKind ? kind : kind[..LongestKind];
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "..";

    /// <summary>What to add to the line, or null if it is not yet time for one.</summary>
    public string? Admit(string reason)
    {
        reason = KindOf(reason);
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

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();

    [GeneratedRegex("\\b(user|user,|under|publish to|that of|queue of) .*")]
    private static partial Regex Names();

    private void Forget()
    {
        foreach (var (reason, known) in _reasons.ToArray())
            if (time.GetElapsedTime(known.Since) >= Quiet) _reasons.Remove(reason);
    }
}
