using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>
/// Sends with the power a link needs: the peer says how well it hears us, in authenticated frames only. Whatever goes wrong, an
/// unanswered poll, a new session, brings full power back at once. The other half is what we tell the peer.
/// </summary>
internal sealed class PowerControl(StationContext context)
{
    /// <summary>So much above the limit a frame should arrive: room for fading.</summary>
    private const double TargetDb = 10;

    /// <summary>Smaller changes are not worth an octet.</summary>
    private const double StepDb = 3;

    private const double Weight = 0.25;

    /// <summary>Above this an SX127x says nothing more by SNR; the signal strength does.</summary>
    private const double SaturatedSnr = 9;

    private static readonly Duration LeastBetweenTold = Duration.FromSeconds(60);

    /// <summary>Told again although it is the same: it may have been lost, or come while the peer held full power.</summary>
    private static readonly Duration MostBetweenTold = Duration.FromSeconds(600);
    private static readonly Duration HoldsFullPower = Duration.FromSeconds(300);
    private readonly PowerRange? _range = context.Options.Power;
    private double? _heard;
    private double? _told;
    private Instant _toldAt = new(long.MinValue);
    private Instant _fullUntil = new(long.MinValue);
    private Dbm _power = context.Options.Power?.Most ?? default;

    /// <summary>The power for a frame to this peer; null where power is left alone.</summary>
    public Dbm? Power => _range is null ? null : _power;

    /// <summary>The power for a frame to whoever it may be.</summary>
    public Dbm? Full => _range?.Most;

    /// <summary>What to tell the peer of its margin; null if it knows.</summary>
    public sbyte? ToTell(Instant now)
    {
        if (_range is null || _heard is not { } heard) return null;
        if (_told is { } told)
        {
            var pause = Math.Abs(told - heard) < StepDb ? MostBetweenTold : LeastBetweenTold;
            if (now < _toldAt + pause) return null;
        }

        return (sbyte)Math.Clamp(Math.Round(heard), sbyte.MinValue, sbyte.MaxValue);
    }

    /// <summary>The peer was told.</summary>
    public void HandleTold(sbyte margin, Instant now)
    {
        _told = margin;
        _toldAt = now;

        // The peer may change its power now: what was heard before says nothing of what comes.
        _heard = null;
    }

    /// <summary>By how much a frame arrived above what can just be received, in dB; null where the radio does not tell.</summary>
    public static double? MarginOf(LinkQuality quality, LoRaModulation modulation)
    {
        if (quality.Snr is not { } snr) return null;

        // SX1276 data sheet, table 13: -7.5 dB at SF7, 2.5 dB lower with each step. Noise: -174 dBm in one hertz, and 6 dB
        // of ours.
        var floor = -7.5 - (2.5 * (modulation.SpreadingFactor.Value - 7));
        var signal = snr.Value;
        if (signal >= SaturatedSnr && quality.Rssi is { } rssi)
            signal = Math.Max(signal, rssi.Value + 174 - (10 * Math.Log10(modulation.Bandwidth.Value)) - 6);
        return signal - floor;
    }

    /// <summary>An authentic frame of the peer arrived.</summary>
    public void HandleHeard(LinkQuality quality)
    {
        if (_range is null || MarginOf(quality, context.Options.Modulation) is not { } margin) return;
        _heard = _heard is { } before ? before + (Weight * (margin - before)) : margin;
    }

    /// <summary>The peer says how well it hears us.</summary>
    public void HandleMargin(sbyte margin, Instant now)
    {
        if (_range is null) return;
        if (margin < TargetDb) Raise(TargetDb - margin);
        else if (margin >= TargetDb + StepDb && now >= _fullUntil) Lower(margin - TargetDb);
    }

    /// <summary>The peer says that it lacks frames.</summary>
    public void HandleLoss() => Raise(StepDb);

    /// <summary>A poll stays unanswered.</summary>
    public void HandleSilence(Instant now)
    {
        Begin();
        _fullUntil = now + HoldsFullPower;
    }

    /// <summary>A session begins: nothing is known of the way to the peer.</summary>
    public void Begin()
    {
        _told = null;
        if (_range is not null) _power = _range.Most;
    }

    private void Raise(double decibel)
    {
        if (_range is null) return;
        var raised = _power + new Decibel(decibel);
        _power = raised < _range.Most ? raised : _range.Most;
    }

    private void Lower(double decibel)
    {
        var lowered = _power - new Decibel(decibel);
        _power = lowered > _range!.Least ? lowered : _range.Least;
    }
}
