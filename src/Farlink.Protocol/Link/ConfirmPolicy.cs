using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// When a burst ends with a poll. An answer costs the peer airtime, so it is put off while more traffic is expected inside the
/// time in which messages are to be confirmed.
/// </summary>
internal sealed class ConfirmPolicy(LinkOptions options)
{
    /// <summary>Bursts come so often that some more of them cost a message less time than it has.</summary>
    private static readonly Duration Often = Duration.FromSeconds(15);

    private Instant? _lastBurst;
    private Duration? _interval;

    /// <summary>
    /// The time in which messages are to be confirmed: as configured, or two bursts and most of a third if they come about that
    /// often. An answer to each would cost the peer as much as a burst, and a lost one shows by the next in any case.
    /// </summary>
    public Duration Within
    {
        get
        {
            if (_interval is not { } interval || interval > options.ConfirmWithin) return options.ConfirmWithin;
            var bursts = new Duration(interval.Nanoseconds * 27 / 10);
            return bursts > options.ConfirmWithin ? bursts : options.ConfirmWithin;
        }
    }

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

    /// <summary>
    /// Whether a burst that asks should bring all of the text's hash: the next ones come too late to bring it along with theirs.
    /// </summary>
    /// <param name="oldest">When the oldest unconfirmed chunk was sent; it may be this one.</param>
    /// <param name="now">Now.</param>
    public bool ChecksNow(Instant oldest, Instant now) => PollNow(oldest, now) && (_interval is null || _interval > Often);

    /// <summary>Whether the last frame of a burst asks for an answer.</summary>
    /// <param name="oldest">When the oldest unconfirmed chunk was sent; it may be this one.</param>
    /// <param name="now">Now.</param>
    public bool PollNow(Instant oldest, Instant now)
    {
        // Without a rhythm nothing is expected to follow.
        if (_interval is not { } interval) return true;
        var age = oldest < now ? now - oldest : Duration.Zero;
        return age + interval > Within;
    }
}
