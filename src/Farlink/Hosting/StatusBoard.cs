using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Protocol.Units;
using Farlink.Runtime.Services;
using Farlink.Runtime.Status;

namespace Farlink.Hosting;

/// <summary>Puts together what a running end says of itself, and what its process does. Safe from any thread.</summary>
internal sealed class StatusBoard
{
    private readonly IRunningEnd _end;
    private readonly string _configPath;
    private readonly string? _band;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _since;
    private readonly long _start;

    public StatusBoard(IRunningEnd end, FarlinkConfig config, string configPath, TimeProvider time)
    {
        _end = end;
        _configPath = configPath;
        _band = config.Radio.Channel.Binding is { } band
            ? $"{band.Name} {band.Low.Megahertz:0.###}-{band.High.Megahertz:0.###} MHz" : null;
        _time = time;
        _since = time.GetUtcNow();
        _start = time.GetTimestamp();
    }

    /// <summary>The program's version.</summary>
    public static string Program => typeof(StatusBoard).Assembly.GetName().Version?.ToString(3) ?? "";

    public required DiskWear Wear { get; init; }

    public required ClockWatch Watch { get; init; }

    public required VerificationClock Clock { get; init; }

    public required ExpiryWatch Expiry { get; init; }

    public StatusReport Report()
    {
        var service = _end.Status();
        if (_band is not null)
            service = service with { Airtime = [.. service.Airtime.Select(one => one with { Band = _band })] };
        var clock = new ClockFigures(_time.GetUtcNow(), Clock.IsHostSure(), Clock.IsTold, Watch.Jumps);
        return new StatusReport
        {
            Program = Program,
            Config = _configPath,
            ProcessId = Environment.ProcessId,
            Since = _since,
            Uptime = Duration.FromTimeSpan(_time.GetElapsedTime(_start)),
            Service = service,
            Disk = Wear.Read(),
            Clock = clock,
            Warnings = [.. StatusWarnings.Of(service, clock), .. Expiry.Warnings],
        };
    }
}
