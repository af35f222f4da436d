using System.Buffers.Binary;
using Farlink.Keys.Certificates;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Notices;

/// <summary>
/// A site whose clock nobody keeps right asks its base for the time when a session begins, and checks certificates by it. Told
/// in seconds: it is as late as the frame that carries it.
/// </summary>
internal sealed class TimeNotices
{
    /// <summary>The name under which the last time that was told is remembered.</summary>
    internal const string Name = "time";

    private const int Size = sizeof(long);

    /// <summary>What waited longer says nothing about now.</summary>
    private static readonly Duration Worth = Duration.FromSeconds(60);

    /// <summary>It rides in a frame that goes anyway, if there is one soon.</summary>
    private static readonly Duration Soon = Duration.FromSeconds(2);

    private static readonly TimeSpan Notable = TimeSpan.FromMinutes(5);

    private readonly NoticeBoard _board;
    private readonly VerificationClock _clock;
    private readonly TimeProvider _host;
    private readonly ILogger _logger;
    private readonly bool _isSite;

    /// <summary>Takes over what was known at the last run, and at a site what the base says.</summary>
    /// <param name="board">Notices.</param>
    /// <param name="clock">The time of certificates.</param>
    /// <param name="host">The host's clock.</param>
    /// <param name="isSite">Whether this end asks, or answers.</param>
    /// <param name="logger">Where a clock that is off is told.</param>
    public TimeNotices(NoticeBoard board, VerificationClock clock, TimeProvider host, bool isSite, ILogger logger)
    {
        _board = board;
        _clock = clock;
        _host = host;
        _logger = logger;
        _isSite = isSite;
        board.Register(NoticeTopics.Time, isSite ? TakeAsync : AnswerAsync);
    }

    /// <summary>What was known at the last run.</summary>
    public void Recall(StoreImage image)
    {
        if (image.Remembered.TryGetValue(Name, out var kept) && TryRead(kept.Span, out var utc)) _clock.NotBefore(utc);
    }

    /// <summary>A session is up: a site that does not know the time asks.</summary>
    public async Task HandleSessionAsync(byte link, CancellationToken cancellationToken)
    {
        // Once told, this host's time server may keep the clock by what the base said: it is no reason to stop asking.
        if (!_isSite || (_clock.IsHostSure() && !_clock.IsTold)) return;
        var question = new Notice(NoticeTopics.Time, default) { MostLatency = Soon, ExpiresIn = Worth };
        await _board.SendAsync(link, question, cancellationToken);
    }

    /// <summary>What an end says about itself at the start of a session, on a thread of its own.</summary>
    public async Task GreetAsync(byte link)
    {
        try
        {
            // Not from inside the station's own event.
            await Task.Yield();
            await HandleSessionAsync(link, CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    /// <summary>Tells a site the time, if this host knows it.</summary>
    private async ValueTask<string?> AnswerAsync(byte link, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var now = _host.GetUtcNow();
        if (now < VerificationClock.Released || !_clock.IsHostSure()) return "this base does not know the time itself";
        var told = new byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(told, now.ToUnixTimeSeconds());
        await _board.SendAsync(link, new Notice(NoticeTopics.Time, told) { ExpiresIn = Worth }, cancellationToken);
        return null;
    }

    private async ValueTask<string?> TakeAsync(byte link, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (!TryRead(payload.Span, out var utc)) return "it is no time";
        if (!_clock.Tell(utc)) return "no such time can be";
        var off = _host.GetUtcNow() - utc;
        if (off.Duration() > Notable) RuntimeLog.ClockIsOff(_logger, off);

        // After a restart without a base it is at least not earlier than now.
        await _board.RememberAsync(Name, payload, cancellationToken);
        return null;
    }

    /// <summary>Reads a time as it is told, and remembered.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> payload, out DateTimeOffset utc)
    {
        utc = default;
        if (payload.Length != Size) return false;
        var seconds = BinaryPrimitives.ReadInt64BigEndian(payload);
        if (seconds < 0 || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return false;
        utc = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }
}
