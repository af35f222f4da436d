using System.Security.Cryptography.X509Certificates;
using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Dashboard;
using Farlink.Keys.Certificates;
using Farlink.Mqtt.Broker;
using Farlink.Output;
using Farlink.Runtime.Hosting;
using Farlink.Runtime.Link;
using Farlink.Runtime.Services;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Farlink.Storage;
using Microsoft.Extensions.Logging;

namespace Farlink.Hosting;

/// <summary>
/// What is around a running end: it tells its state to who asks and to systemd, and reads its configuration again when it is told
/// to.
/// </summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    /// <summary>Between two lines of state for systemd.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly FarlinkConfig _config;
    private readonly ILoggerFactory _logging;
    private readonly ILogger _logger;
    private readonly ExpiryWatch _expiry;
    private readonly SystemdNotifier _systemd;
    private readonly LogLevelSwitch _level;
    private readonly bool _isLevelGiven;

    /// <summary>As they were at the start: what changes in the file from here on is a change.</summary>
    private readonly Dictionary<string, string> _keys;
    private readonly Dictionary<string, string> _files;
    private Reloader? _reloader;
    private int _isReloadWanted;

    /// <summary>Makes one.</summary>
    /// <param name="path">The configuration's file.</param>
    /// <param name="config">What was read from it.</param>
    /// <param name="logging">Logs.</param>
    /// <param name="level">What is logged.</param>
    /// <param name="isLevelGiven">Whether the command line says so: then the configuration does not count.</param>
    public ServiceHost(string path, FarlinkConfig config, ILoggerFactory logging, LogLevelSwitch level, bool isLevelGiven)
    {
        _path = Path.GetFullPath(path);
        _keys = ConfigKeys.Read(_path, Environment.GetEnvironmentVariables());
        _config = config;
        _files = StartFiles.Read(config);
        _logging = logging;
        _level = level;
        _isLevelGiven = isLevelGiven;
        _logger = logging.CreateLogger("farlink.host");
        _expiry = ExpiryWatch.Start(Certificates(config), TimeProvider.System, logging.CreateLogger("farlink.certificates"));
        _systemd = SystemdNotifier.Open(
            Environment.GetEnvironmentVariable, Environment.ProcessId, _logger, TimeProvider.System);
    }

    /// <summary>What sees the end, for its dashboard; null: it has none.</summary>
    public WatchHub? Watch { get; init; }

    /// <summary>SIGHUP: the configuration is read again, at once or as soon as the end runs. From any thread.</summary>
    public void HangUp()
    {
        Interlocked.Exchange(ref _isReloadWanted, 1);
        ReloadIfWanted();
    }

    /// <summary>Runs an end until it is stopped or cannot go on.</summary>
    /// <param name="end">The end; it runs, and is not disposed of here.</param>
    /// <param name="clock">By which it checks certificates.</param>
    /// <param name="isSessionKey">Whether a certificate has the key of sessions, which must not be.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>An exit code.</returns>
    public async Task<int> RunAsync(
        IRunningEnd end, VerificationClock clock, Predicate<X509Certificate2> isSessionKey, CancellationToken stop)
    {
        var time = TimeProvider.System;
        if (end.Broker?.Certificate is { } shown && ShownCertificate.OtherAuthority(_config.Broker, shown, clock) is { } doubt)
            ProgramLog.ConfigWarning(_logger, doubt);
        await using var wear = new DiskWear(
            () => ProcessIo.WrittenOctets, () => end.Status().PayloadOctets, _logger, time);
        await using var watch = new ClockWatch(time, BootTimeProvider.Instance, _logger);
        var board = new StatusBoard(end, _config, _path, time)
        {
            Wear = wear,
            Watch = watch,
            Clock = clock,
            Expiry = _expiry,
        };
        await using var server = Listen(board, time);
        await using var dashboard = await ShowAsync(end, board, stop);
        _systemd.Ready(StatusText.OneLine(board.Report()), () => end.Beats);
        Volatile.Write(
            ref _reloader,
            new Reloader(_path, _config.Role, _keys, _files, end, _level, _isLevelGiven, isSessionKey, _logger)
            {
                Clock = clock,
            });
        ReloadIfWanted();
        await using var telling = time.CreateTimer(_ => Tell(board), null, TellEvery, TellEvery);

        // The radio's end is an error; SIGTERM is a clean one.
        await Task.WhenAny(end.Completion, Task.Delay(Timeout.InfiniteTimeSpan, stop));
        _systemd.Stopping();
        Volatile.Write(ref _reloader, null);
        if (stop.IsCancellationRequested) return ExitCodes.Done;
        await end.Completion;
        return ExitCodes.Failed;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _systemd.DisposeAsync();
        await _expiry.DisposeAsync();
    }

    /// <summary>Our own certificates: the broker's, and ours at another broker.</summary>
    public static List<string> Certificates(FarlinkConfig config)
    {
        List<string> files = [];
        var hasBroker = config.Broker.IsEmbedded && config.Upstream is null;
        if (hasBroker && config.Broker.Listeners.Any(listener => listener.Auth != ListenerAuth.Plain))
            files.Add(config.Broker.CertificateFile);
        if (config.Dashboard is { Listen: not null, CertificateFile: { } page }) files.Add(page);
        foreach (var other in new[] { config.Broker.External, config.Upstream })
            if (other?.CertificateFile is { } file) files.Add(file);
        return files;
    }

    /// <summary>A page that cannot be shown is no reason to carry no messages.</summary>
    private async Task<DashboardRun?> ShowAsync(IRunningEnd end, StatusBoard board, CancellationToken stop)
    {
        if (Watch is null) return null;
        try
        {
            return await DashboardRun.StartAsync(_path, _config, end, Watch, board, _logging, stop);
        }
        catch (Exception failure) when (
            failure is DashboardException or StoreException or IOException or UnauthorizedAccessException)
        {
            ProgramLog.NoDashboard(_logger, failure.Message);
            return null;
        }
    }

    private StatusServer? Listen(StatusBoard board, TimeProvider time)
    {
        var (path, mode) = StatusPlace.ToListen(
            _config.Role, _config.Link.StorePath, Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY"));
        return StatusServer.Start(path, mode, board.Report, _logging.CreateLogger("farlink.status"), time);
    }

    private void Tell(StatusBoard board)
    {
        if (_systemd.IsActive) _systemd.Status(StatusText.OneLine(board.Report()));
    }

    private void ReloadIfWanted()
    {
        if (Volatile.Read(ref _reloader) is not { } reloader || Interlocked.Exchange(ref _isReloadWanted, 0) == 0) return;
        _systemd.Reloading();
        reloader.Run();
        _expiry.Look();
        _systemd.Reloaded();
    }
}
