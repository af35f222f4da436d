namespace Farlink.Dashboard.Metrics;

/// <summary>What is measured of a link.</summary>
internal static class LinkInstruments
{
    public static void AddTo(InstrumentMaker make)
    {
        AddState(make);
        AddQuality(make);
        AddFrames(make);
        AddQueue(make);
    }

    private static void AddState(InstrumentMaker make)
    {
        make.LinkFlag("farlink.link.session", "Whether a session is up.", link => link.HasSession);
        make.LinkGauge(
            "farlink.link.session_age", InstrumentMaker.Seconds, "Age of the session.", link => link.SessionAge?.Seconds);
        make.LinkFlag("farlink.link.online", "Whether the other end was heard inside its limit.", link => link.IsOnline);
        make.LinkFlag("farlink.link.ended", "Whether the link was ended for good.", link => link.IsEnded);
        make.LinkFlag("farlink.link.paused", "Whether it sends no messages because somebody said so.", link => link.IsPaused);
        make.LinkGauge(
            "farlink.link.heard_age", InstrumentMaker.Seconds, "Time since an authentic frame of the other end came.",
            link => link.SinceHeard?.Seconds);
    }

    /// <summary>What was measured of a link that is silent now says nothing of it: an alert would never end.</summary>
    private static void AddQuality(InstrumentMaker make)
    {
        make.LinkGauge(
            "farlink.link.rssi_dbm", null, "Signal strength of the last frame, in dBm.",
            link => link.IsSilent ? null : link.Rssi?.Value);
        make.LinkGauge(
            "farlink.link.snr_db", null, "Signal-to-noise ratio of the last frame, in dB.",
            link => link.IsSilent ? null : link.Snr?.Value);
        make.LinkGauge(
            "farlink.link.margin_db", null, "By how much the last frame was above what can just be received, in dB.",
            link => link.IsSilent ? null : link.Margin?.Value);
        make.LinkGauge(
            "farlink.link.power_dbm", null, "Power of our frames where it adapts, in dBm.", link => link.Power?.Value);
        make.LinkGauge(
            "farlink.link.loss_ratio", null, "Share of our frames that the other end does not get, 0 to 1.",
            link => link.IsSilent ? null : link.Loss);
        make.LinkGauge(
            "farlink.link.round_trip", InstrumentMaker.Seconds, "Time of the last round trip.",
            link => link.IsSilent ? null : link.RoundTrip?.Seconds);
    }

    private static void AddFrames(InstrumentMaker make)
    {
        make.LinkCounter("farlink.link.frames_sent", "Frames that were on the air, repeats included.", link => link.Sent);
        make.LinkCounter("farlink.link.frames_received", "Frames of the other end.", link => link.Received);
        make.LinkCounter("farlink.link.frames_repeated", "Frames that had been on the air before.", link => link.Repeated);
        make.LinkCounter(
            "farlink.link.frames_refused", "Frames that named this link and were refused: forged, damaged, old.",
            link => link.Refused);
    }

    private static void AddQueue(InstrumentMaker make)
    {
        make.LinkGauge(
            "farlink.link.queue_messages", null, "Messages that the other end does not have yet.", link => link.Queue.Messages);
        make.LinkGauge("farlink.link.queue", InstrumentMaker.Octets, "Their octets.", link => link.Queue.Octets);
        make.LinkGauge(
            "farlink.link.queue_oldest_age", InstrumentMaker.Seconds, "How long the oldest of them waits; 0 if there is none.",
            link => link.Queue.OldestAge?.Seconds ?? (link.Queue.Messages == 0 ? 0d : (double?)null));
        make.LinkCounter("farlink.link.messages_expired", "Messages whose deadline passed.", link => link.Queue.Expired);
        make.LinkCounter(
            "farlink.link.messages_dead", "Messages that ended for another reason; not those that a newer value replaced.",
            link => link.Queue.Dead);
        make.LinkGauge(
            "farlink.link.inbox_messages", null, "Messages that came by radio and wait for the broker.",
            link => link.Inbox?.Messages);
        make.LinkGauge("farlink.link.inbox", InstrumentMaker.Octets, "Their octets.", link => link.Inbox?.Octets);
    }
}
