using Farlink.Runtime.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests;

/// <summary>What systemd is told, on a real socket.</summary>
public sealed class SystemdNotifierTests : IDisposable
{
    private const int OwnId = 4711;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(10);
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-notify-").FullName;
    private readonly Dictionary<string, string> _environment = [];
    private readonly TestLog _log = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose()
    {
        _log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Life_FromReadyToStopping_IsToldAsSystemdReadsIt(bool isAbstract)
    {
        using var systemd = Listen(isAbstract);
        await using (var notifier = Open())
        {
            Assert.True(notifier.IsActive);
            notifier.Ready("all\nis well", () => 0);
            notifier.Status("1 of 1 links up");
            _time.Advance(TimeSpan.FromMilliseconds(1500));
            notifier.Reloading();
            notifier.Reloaded();
            notifier.Stopping();
        }

        var monotonic = (Int128)_time.GetTimestamp() * 1_000_000 / _time.TimestampFrequency;
        Assert.Equal(
            ["READY=1\nSTATUS=all is well", "STATUS=1 of 1 links up", $"RELOADING=1\nMONOTONIC_USEC={monotonic}", "READY=1",
                "STOPPING=1\nSTATUS=stopping"],
            systemd.Take());
    }

    [Fact]
    public async Task Watchdog_PumpRuns_IsPingedAtHalfItsTime()
    {
        using var systemd = Listen(isAbstract: false);
        Watch();
        var beats = 1L;
        await using var notifier = Open();
        notifier.Ready("", () => beats);
        systemd.Take();
        _time.Advance(Half - TimeSpan.FromMilliseconds(1));
        Assert.Empty(systemd.Take());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["WATCHDOG=1"], systemd.Take());
        beats++;
        _time.Advance(Half);
        Assert.Equal(["WATCHDOG=1"], systemd.Take());
    }

    [Fact]
    public async Task Watchdog_PumpHangs_IsPingedNoMoreAndToldOnce()
    {
        using var systemd = Listen(isAbstract: false);
        Watch();
        var beats = 1L;
        await using var notifier = Open();
        notifier.Ready("", () => beats);
        _time.Advance(Half);
        systemd.Take();

        // In seconds, as time passes: after a jump the process might have been stopped meanwhile.
        for (var passed = TimeSpan.Zero; passed < Half * 2; passed += Second) _time.Advance(Second);
        Assert.Empty(systemd.Take());
        Assert.Single(_log.All.Split('\n'), line => line.StartsWith("Nothing moves any more", StringComparison.Ordinal));
        beats++;
        _time.Advance(Half);
        Assert.Equal(["WATCHDOG=1"], systemd.Take());
    }

    [Fact]
    public async Task Watchdog_ProcessGoesOnAfterSigstop_PumpHasATurnBeforeItIsSaidToHang()
    {
        using var systemd = Listen(isAbstract: false);
        Watch();
        var beats = 1L;
        await using var notifier = Open();
        notifier.Ready("", () => beats);
        _time.Advance(Half);
        systemd.Take();

        // Its timer comes before the pump's.
        _time.Advance(Half);
        beats++;
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["WATCHDOG=1"], systemd.Take());
        Assert.False(_log.Any("Nothing moves any more"), _log.All);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("0", null)]
    [InlineData("soon", null)]
    [InlineData("20000000", "1")]
    public async Task Watchdog_NotForUs_IsNotPinged(string? microseconds, string? processId)
    {
        using var systemd = Listen(isAbstract: false);
        if (microseconds is not null) _environment["WATCHDOG_USEC"] = microseconds;
        if (processId is not null) _environment["WATCHDOG_PID"] = processId;
        await using var notifier = Open();
        notifier.Ready("", () => _time.GetTimestamp());
        systemd.Take();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(systemd.Take());
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("vsock:2:1234", "neither a path nor")]
    [InlineData("/nowhere/notify", "cannot be told of the state")]
    public async Task Open_NobodyListens_DoesNothing(string? address, string told)
    {
        if (address is not null) _environment["NOTIFY_SOCKET"] = address;
        await using var notifier = Open();
        Assert.False(notifier.IsActive);
        notifier.Ready("", () => 0);
        notifier.Reloading();
        notifier.Stopping();
        Assert.Contains(told, _log.All, StringComparison.Ordinal);
        Assert.Equal(told.Length == 0, _log.All.Length == 0);
    }

    [Fact]
    public async Task Send_ListenerIsGone_EndsNothing()
    {
        var systemd = Listen(isAbstract: false);
        await using var notifier = Open();
        systemd.Dispose();
        notifier.Ready("", () => 0);
        notifier.Stopping();
    }

    private NotifySocket Listen(bool isAbstract)
    {
        var path = Path.Combine(_folder, "notify");
        var socket = new NotifySocket(isAbstract ? $"@{path}" : path);
        _environment["NOTIFY_SOCKET"] = socket.Address;
        return socket;
    }

    private void Watch()
    {
        _environment["WATCHDOG_USEC"] = ((long)(2 * Half).TotalMicroseconds).ToString();
        _environment["WATCHDOG_PID"] = OwnId.ToString();
    }

    private SystemdNotifier Open() =>
        SystemdNotifier.Open(name => _environment.GetValueOrDefault(name), OwnId, _log, _time);
}
