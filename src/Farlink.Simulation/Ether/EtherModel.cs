using Farlink.Protocol.Units;
using Farlink.Radios;

namespace Farlink.Simulation.Ether;

/// <summary>
/// The channel without clock or threads: half duplex, airtime, collisions with capture, loss, RSSI and SNR. The same calls
/// with the same seed give the same result. Not safe for several threads.
/// </summary>
internal sealed class EtherModel
{
    /// <summary>SNR that an SX127x reports at most, in dB: its register saturates near here.</summary>
    private const double HighestReportedSnr = 12;

    private readonly EtherOptions _options;
    private readonly Random _random;
    private readonly List<EtherStation> _stations = [];
    private readonly List<EtherTransmission> _transmissions = [];

    public EtherModel(EtherOptions options, Random random)
    {
        _options = options;
        _random = random;
    }

    public EtherCounters Counters { get; } = new();

    /// <summary>Transmissions remembered: those on the air and those that overlapped them.</summary>
    public int Remembered => _transmissions.Count;

    public void Add(EtherStation station) => _stations.Add(station);

    public void Remove(EtherStation station) => _stations.Remove(station);

    public EtherTransmission Begin(EtherStation sender, ReadOnlyMemory<byte> octets, Duration airtime, Instant now)
    {
        var transmission = new EtherTransmission
        {
            Sender = sender,
            Settings = sender.Settings!,
            Octets = octets.ToArray(),
            Start = now,
            End = now + airtime,
        };
        _transmissions.Add(transmission);
        Counters.Sent++;
        return transmission;
    }

    /// <summary>The last symbol has left: whoever could hear all of it gets it.</summary>
    public void Complete(EtherTransmission transmission)
    {
        foreach (var station in _stations)
            if (station != transmission.Sender) TryDeliver(transmission, station);
        Forget(transmission);
    }

    /// <summary>The sender stopped in the middle: nobody gets it, but it disturbed until now.</summary>
    public void Abort(EtherTransmission transmission, Instant now)
    {
        transmission.End = now;
        Forget(transmission);
    }

    /// <summary>Whether a radio's channel activity detection sees a preamble now.</summary>
    public bool HasActivity(EtherStation station, Instant now)
    {
        foreach (var transmission in _transmissions)
        {
            if (transmission.Sender != station && station.Settings is { } settings && transmission.SharesChannelWith(settings)
                && transmission.Start <= now && now < transmission.PreambleEnd && IsStrongEnough(transmission)) return true;
        }

        return false;
    }

    private void TryDeliver(EtherTransmission transmission, EtherStation receiver)
    {
        if (receiver.Settings is not { } settings || !transmission.IsHeardBy(settings)) return;
        if (receiver.ListeningSince > transmission.CriticalStart) return;
        if (IsDeaf(transmission, receiver))
            Counters.Deaf++;
        else if (!IsStrongEnough(transmission))
            Counters.TooWeak++;
        else if (IsDestroyed(transmission))
            Counters.Collided++;
        else if (_options.Loss > 0 && _random.NextDouble() < _options.Loss)
            Counters.Lost++;
        else
            Deliver(transmission, receiver);
    }

    private void Deliver(EtherTransmission transmission, EtherStation receiver)
    {
        Counters.Delivered++;
        var snr = new Decibel(Math.Min(HighestReportedSnr, Snr(transmission).Value));
        receiver.Deliver(
            new ReceivedFrame(transmission.Octets.ToArray(), transmission.End, Rssi(transmission), snr, new Hertz(0)));
    }

    private bool IsDeaf(EtherTransmission transmission, EtherStation receiver)
    {
        foreach (var other in _transmissions)
            if (other.Sender == receiver && other.Overlaps(transmission.Start, transmission.End)) return true;
        return false;
    }

    private bool IsDestroyed(EtherTransmission wanted)
    {
        foreach (var other in _transmissions)
        {
            if (other == wanted || !other.SharesChannelWith(wanted.Settings)) continue;
            if (!other.Overlaps(wanted.CriticalStart, wanted.End)) continue;
            if (Rssi(wanted) - Rssi(other) < _options.Capture) return true;
        }

        return false;
    }

    private Dbm Rssi(EtherTransmission transmission) => transmission.Settings.TransmitPower - _options.PathLoss;

    private Decibel Snr(EtherTransmission transmission)
    {
        // Thermal noise at room temperature is -174 dBm in one hertz.
        var noise = -174 + (10 * Math.Log10(transmission.Settings.Modulation.Bandwidth.Value)) + _options.NoiseFigure.Value;
        return Rssi(transmission) - new Dbm(noise);
    }

    private bool IsStrongEnough(EtherTransmission transmission) =>
        Snr(transmission) >= SnrFloor(transmission.Settings.Modulation.SpreadingFactor.Value);

    /// <summary>SX1276 data sheet, table 13: -7.5 dB at SF7, 2.5 dB lower with each step.</summary>
    private static Decibel SnrFloor(int spreadingFactor) => new(-7.5 - (2.5 * (spreadingFactor - 7)));

    private void Forget(EtherTransmission transmission)
    {
        transmission.IsOnAir = false;
        var oldest = Instant.Never;
        foreach (var other in _transmissions)
            if (other.IsOnAir && other.Start < oldest) oldest = other.Start;
        _transmissions.RemoveAll(other => !other.IsOnAir && other.End <= oldest);
    }
}
