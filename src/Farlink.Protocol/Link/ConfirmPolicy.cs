using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// When a burst ends with a poll. An answer costs the peer airtime, so it is put off while more traffic is expected inside the
/// time in which messages are to be confirmed.
/// </summary>
internal sealed class ConfirmPolicy(LinkOptions options)
{
    private Instant? _lastBurst;
    private Duration? _interval;

    /// <summary>A burst begins: how often they come is learned here.</summary>
    public void HandleBurst(Instant now)
    {
        if (_lastBurst is { } last)
        {
            var interval = now - last;
            _interval = _interval is { } mean ? mean + new Duration((interval - mean).Nanoseconds / 4) : interval;
        }

        _lastBurst = now;
    }

    /// <summary>Whether the last frame of a burst asks for an answer.</summary>
    /// <param name="oldest">When the oldest unconfirmed chunk was sent; it may be this one.</param>
    /// <param name="now">Now.</param>
    public bool PollNow(Instant oldest, Instant now)
    {
        // Without a rhythm nothing is expected to follow.
        if (_interval is not { } interval) return true;
        var age = oldest < now ? now - oldest : Duration.Zero;
        return age + interval > options.ConfirmWithin;
    }
}
