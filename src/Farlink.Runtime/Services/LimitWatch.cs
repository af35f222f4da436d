using Farlink.Radios;
using Farlink.Radios.Wrappers;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>Tells, at most once a minute, that a simulated radio is over the limit a real one would keep.</summary>
internal sealed class LimitWatch(IRadio radio, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private readonly LedgerGuard? _guard = radio as LedgerGuard;
    private long? _lastTold;

    public void Check()
    {
        if (_guard is not { Mode: LedgerMode.Count } guard) return;
        var reading = guard.Read();
        if (!reading.IsOverLimit) return;
        if (_lastTold is { } last && time.GetElapsedTime(last) < Quiet) return;
        _lastTold = time.GetTimestamp();
        RuntimeLog.OverLimit(logger, reading.PacePercent, reading.Limit.ToString());
    }
}
