using System.Diagnostics;
using System.Net.Sockets;
using Farlink.Keys.Certificates;
using Farlink.Runtime.Services;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests;

/// <summary>What a time server gets to know, at a socket as chrony makes it.</summary>
public sealed class ClockFeedTests : IDisposable
{
    private static readonly DateTimeOffset Wrong = new(2020, 1, 1, 0, 0, 0, 250, 125, TimeSpan.Zero);
    private static readonly DateTimeOffset Right = new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;
    private readonly FakeTimeProvider _host = new(Wrong);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Feed_BaseHasToldTheTime_GoesToTheSocketEachPoll()
    {
        using var socket = Listen();
        var clock = new VerificationClock(_host);
        await using var feed = ClockFeed.Start(Path, clock, _host, NullLogger.Instance);
        _host.Advance(ClockFeed.Every);
        Assert.Equal(0, socket.Available);

        Assert.True(clock.Tell(Right));
        _host.Advance(ClockFeed.Every);
        _host.Advance(ClockFeed.Every);
        for (var poll = 2; poll <= 3; poll++)
        {
            var sample = new byte[100];
            Assert.Equal(ClockFeed.SampleSize, socket.Receive(sample));
            Assert.Equal(
                (Wrong + (ClockFeed.Every * poll)).ToUnixTimeSeconds(), BitConverter.ToInt64(sample, 0));
            Assert.Equal(250_125, BitConverter.ToInt64(sample, 8));
            Assert.Equal((Right - Wrong - ClockFeed.Every).TotalSeconds, BitConverter.ToDouble(sample, 16));
            Assert.Equal((0, 0, 0, 0x534F434B), (
                BitConverter.ToInt32(sample, 24), BitConverter.ToInt32(sample, 28), BitConverter.ToInt32(sample, 32),
                BitConverter.ToInt32(sample, 36)));
        }
    }

    [Fact]
    public async Task Feed_NoTimeServer_IsQuietAndGoesOnWhenOneComes()
    {
        var clock = new VerificationClock(_host);
        clock.Tell(Right);
        await using var feed = ClockFeed.Start(Path, clock, _host, NullLogger.Instance);
        _host.Advance(ClockFeed.Every);
        using var socket = Listen();
        _host.Advance(ClockFeed.Every);
        Assert.Equal(ClockFeed.SampleSize, socket.Receive(new byte[100]));
    }

    /// <summary>The real time server takes it for a source, and knows that its clock is wrong.</summary>
    [Fact]
    public async Task Feed_RealChrony_SelectsItAsItsSource()
    {
        var clock = new VerificationClock(TimeProvider.System);
        clock.Tell(DateTimeOffset.UtcNow.AddHours(1));
        var configuration = System.IO.Path.Combine(_folder, "chrony.conf");
        await File.WriteAllTextAsync(configuration, $"""
            refclock SOCK {Path} refid FLNK poll 0 filter 1 precision 0.5 delay 1.0
            local stratum 10
            port 0
            cmdport 0
            bindcmdaddress /
            pidfile {_folder}/chronyd.pid
            """);
        string[] arguments = ["-x", "-d", "-U", "-u", Environment.UserName, "-f", configuration];
        using var chrony = Process.Start(new ProcessStartInfo("chronyd", arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            await using var feed = ClockFeed.Start(Path, clock, new Hurried(), NullLogger.Instance);
            var said = new System.Text.StringBuilder();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!said.ToString().Contains("Selected source FLNK", StringComparison.Ordinal))
            {
                var line = await chrony.StandardError.ReadLineAsync(patience.Token);
                Assert.True(line is not null, $"chronyd ended: {said}");
                said.AppendLine(line);
            }
        }
        finally
        {
            chrony.Kill();
            await chrony.WaitForExitAsync();
        }
    }

    private string Path => System.IO.Path.Combine(_folder, "chrony.sock");

    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };
        socket.Bind(new UnixDomainSocketEndPoint(Path));
        return socket;
    }

    /// <summary>The system's clock, whose timers come forty times as often.</summary>
    private sealed class Hurried : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime / 40, period / 40);
    }
}
