using System.Net.Sockets;
using Farlink.Keys.Certificates;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Services;

/// <summary>
/// Gives the time that a paired base has told to this host's time server, which sets the clock by it and serves the devices on
/// the WiFi: chrony, as a reference clock of its SOCK driver (chrony.conf(5), refclock). Nothing is given before a base has
/// told it, and a host without chrony, or without that line in its configuration, has no socket: then nothing happens.
/// </summary>
public sealed class ClockFeed : IAsyncDisposable
{
    /// <summary>The poll interval of a reference clock is 16 s (poll 4, the default): a sample for each.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(16);

    /// <summary>Octets of struct sock_sample where time_t has 64 bits: every system that .NET runs on here.</summary>
    public const int SampleSize = 40;

    /// <summary>"SOCK": the last field of a sample.</summary>
    private const int Magic = 0x534F434B;

    private readonly string _path;
    private readonly VerificationClock _clock;
    private readonly TimeProvider _host;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private bool _isFed;

    private ClockFeed(string path, VerificationClock clock, TimeProvider host, ILogger logger)
    {
        _path = path;
        _clock = clock;
        _host = host;
        _logger = logger;
        _timer = host.CreateTimer(_ => Feed(), null, Every, Every);
    }

    /// <summary>Begins.</summary>
    /// <param name="path">chrony's socket.</param>
    /// <param name="clock">What a base tells.</param>
    /// <param name="host">The clock that chrony sets.</param>
    /// <param name="logger">Where the first sample is told.</param>
    public static ClockFeed Start(string path, VerificationClock clock, TimeProvider host, ILogger logger) =>
        new(path, clock, host, logger);

    /// <summary>One sample of struct sock_sample: when, how far the host's clock is off, no pulse, no leap second.</summary>
    /// <param name="at">What the host's clock showed.</param>
    /// <param name="offset">The true time less that.</param>
    public static byte[] Sample(DateTimeOffset at, TimeSpan offset)
    {
        var sample = new byte[SampleSize];
        var microseconds = at.ToUnixTimeMilliseconds() * 1000 + at.Microsecond;
        var seconds = Math.DivRem(microseconds, 1_000_000, out var rest);
        BitConverter.TryWriteBytes(sample.AsSpan(0), seconds);
        BitConverter.TryWriteBytes(sample.AsSpan(8), rest);
        BitConverter.TryWriteBytes(sample.AsSpan(16), offset.TotalSeconds);
        BitConverter.TryWriteBytes(sample.AsSpan(36), Magic);
        return sample;
    }

    /// <summary>Stops.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Feed()
    {
        if (!_clock.IsTold) return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
            var now = _host.GetUtcNow();
            var offset = _clock.GetUtcNow() - now;
            socket.SendTo(Sample(now, offset), new UnixDomainSocketEndPoint(_path));
            if (!_isFed) RuntimeLog.ClockFed(_logger, _path, offset);
            _isFed = true;
        }
        catch (SocketException)
        {
            // No chrony, or not now: it takes the next one.
            _isFed = false;
        }
    }
}
