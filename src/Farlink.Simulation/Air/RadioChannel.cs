using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Simulation.Air;

/// <summary>
/// The air between stations, without clock or threads: path loss, noise, sensitivity by spreading factor, half duplex, collisions
/// with capture and imperfect orthogonality, outages. The same calls with the same seed give the same result.
/// Not safe for several threads.
/// </summary>
public sealed class RadioChannel
{
    /// <summary>SNR that an SX127x reports at most: its register saturates near here.</summary>
    private const double HighestReportedSnr = 12;

    /// <summary>CAD needs a little more signal than a demodulator that has a whole preamble (our choice).</summary>
    private const double CadMargin = 3;

    private readonly ChannelOptions _options;
    private readonly Random _random;
    private readonly int _places;
    private readonly List<Station> _stations = [];
    private readonly List<AirFrame> _frames = [];
    private readonly Dictionary<(Station, Station), double> _pathLoss = [];
    private readonly Dictionary<(Station From, Station To), double> _blocked = [];

    /// <summary>Makes an empty channel.</summary>
    public RadioChannel(ChannelOptions options, Random random)
    {
        _options = options;
        _random = random;
        Loss = options.Loss;
        if (options.Shadowing.Value > 0) _places = random.Next();
    }

    /// <summary>Frames sent, and what became of them at stations of their own kind.</summary>
    public ChannelCounters Counters { get; } = new();

    /// <summary>
    /// Share of frames lost beyond all that is modelled, 0 to 1; <see cref="ChannelOptions.Loss"/> until it is changed.
    /// </summary>
    public double Loss { get; set; }

    /// <summary>The stations, in order.</summary>
    public IReadOnlyList<Station> Stations => _stations;

    /// <summary>Adds a station.</summary>
    public void Add(Station station) => _stations.Add(station);

    /// <summary>Removes a station; a frame of its own goes on to its end.</summary>
    public void Remove(Station station)
    {
        _stations.Remove(station);
        ForgetPaths(station);
    }

    /// <summary>A station goes elsewhere: frames that end from now on come from there, and are heard there.</summary>
    public void Move(Station station, Position position)
    {
        ArgumentNullException.ThrowIfNull(station);
        station.Position = position;
        ForgetPaths(station);
    }

    /// <summary>Loses a share of frames in one direction, on top of everything else; 1 blocks it, 0 ends that.</summary>
    public void Block(Station from, Station to, double share) => _blocked[(from, to)] = share;

    /// <summary>A frame begins.</summary>
    public AirFrame Begin(Station sender, byte[] octets, Instant now)
    {
        ArgumentNullException.ThrowIfNull(sender);
        var frame = new AirFrame(sender, octets, now, now + LoRaAirtime.Of(sender.Modulation, octets.Length));
        _frames.Add(frame);
        Counters.Sent++;
        return frame;
    }

    /// <summary>A frame's last symbol has left.</summary>
    /// <returns>What every other station on its frequency made of it; stations that cannot hear it at all are left out.</returns>
    public IReadOnlyList<Reception> Complete(AirFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        List<Reception> receptions = [];
        foreach (var station in _stations)
        {
            if (station == frame.Sender || !IsListening(station, frame)) continue;
            var reception = Judge(frame, station);
            Counters.Count(reception.Result);
            receptions.Add(reception);
        }

        frame.IsOver = true;
        Forget();
        return receptions;
    }

    /// <summary>The sender stopped in the middle: nobody gets the frame, but it disturbed until now.</summary>
    public void Abort(AirFrame frame, Instant now)
    {
        ArgumentNullException.ThrowIfNull(frame);
        frame.End = now;
        frame.IsOver = true;
        Forget();
    }

    /// <summary>Whether CAD at a station sees a preamble now.</summary>
    public bool HasActivity(Station station, Instant now)
    {
        ArgumentNullException.ThrowIfNull(station);
        foreach (var frame in _frames)
        {
            if (frame.Sender == station || frame.IsOver || !IsTuned(station, frame)) continue;
            if (frame.Start <= now && now < frame.PreambleEnd
                && SnrDb(frame, station) >= Floor(frame.Modulation) + CadMargin) return true;
        }

        return false;
    }

    /// <summary>
    /// What a station's receiver measures on its channel now: the strongest frame of whatever modulation, or noise.
    /// </summary>
    public Dbm Strength(Station station, Instant now)
    {
        ArgumentNullException.ThrowIfNull(station);
        var strongest = NoiseDbm(station.Modulation);
        foreach (var frame in _frames)
        {
            if (frame.Sender == station || frame.IsOver || frame.Start > now || now >= frame.End) continue;
            if (IsNear(station.Frequency, frame)) strongest = Math.Max(strongest, RssiDbm(frame, station));
        }

        return new Dbm(strongest);
    }

    /// <summary>Whether a station would hear a frame if nothing disturbed it.</summary>
    public bool CanHear(Station station, AirFrame frame)
    {
        ArgumentNullException.ThrowIfNull(station);
        ArgumentNullException.ThrowIfNull(frame);
        return station != frame.Sender && IsListening(station, frame) && SnrDb(frame, station) >= Floor(frame.Modulation)
            && !_frames.Exists(other => other.Sender == station && other.Overlaps(frame.Start, frame.End));
    }

    /// <summary>Whether two stations of the same modulation hear each other at this power, undisturbed.</summary>
    public bool IsInRange(Station from, Station to, Dbm power)
    {
        ArgumentNullException.ThrowIfNull(from);
        return power.Value - PathLoss(from, to) - NoiseDbm(from.Modulation) >= Floor(from.Modulation);
    }

    private static bool IsListening(Station station, AirFrame frame) =>
        station.IsOn && station.ListeningSince <= frame.CriticalStart && IsTuned(station, frame);

    private static bool IsTuned(Station station, AirFrame frame)
    {
        var ours = station.Modulation;
        var theirs = frame.Modulation;
        return IsNear(station.Frequency, frame) && ours.SpreadingFactor == theirs.SpreadingFactor
            && ours.Bandwidth == theirs.Bandwidth && ours.SyncWord == theirs.SyncWord && ours.InvertIq == theirs.InvertIq
            && ours.LowDataRateOptimize == theirs.LowDataRateOptimize && ours.ExplicitHeader == theirs.ExplicitHeader;
    }

    /// <summary>A receiver follows a sender that is off by up to a quarter of the bandwidth (SX1276 data sheet 4.1.5).</summary>
    private static bool IsNear(Hertz frequency, AirFrame frame) =>
        Math.Abs(frequency.Value - frame.Frequency.Value) * 4 <= frame.Modulation.Bandwidth.Value;

    private Reception Judge(AirFrame frame, Station station)
    {
        var rssi = new Dbm(RssiDbm(frame, station));
        var snr = new Decibel(Math.Min(HighestReportedSnr, SnrDb(frame, station)));
        return new Reception(station, Result(frame, station), rssi, snr);
    }

    private ReceptionResult Result(AirFrame frame, Station station)
    {
        foreach (var other in _frames)
            if (other.Sender == station && other.Overlaps(frame.Start, frame.End)) return ReceptionResult.Deaf;

        // About one decibel wide: 50 % at the floor (our choice of model).
        var margin = SnrDb(frame, station) - Floor(frame.Modulation);
        if (margin < 8 && _random.NextDouble() >= 1 / (1 + Math.Exp(-4 * margin))) return ReceptionResult.TooWeak;
        if (IsDestroyed(frame, station)) return ReceptionResult.Collided;
        if (IsInOutage(station, frame)) return ReceptionResult.Lost;
        if (Loss > 0 && _random.NextDouble() < Loss) return ReceptionResult.Lost;
        var blocked = _blocked.GetValueOrDefault((frame.Sender, station));
        return blocked > 0 && _random.NextDouble() < blocked ? ReceptionResult.Lost : ReceptionResult.Received;
    }

    /// <summary>Interference adds up as energy: power times the share of the frame it covers, by spreading factor.</summary>
    private bool IsDestroyed(AirFrame wanted, Station station)
    {
        var rssi = RssiDbm(wanted, station);
        Span<double> energy = stackalloc double[13];
        energy.Clear();
        foreach (var other in _frames)
        {
            if (other == wanted || !IsNear(other.Frequency, wanted)) continue;
            if (!other.Overlaps(wanted.CriticalStart, wanted.End)) continue;
            var factor = other.Modulation.SpreadingFactor.Value;
            if (factor == wanted.Modulation.SpreadingFactor.Value)
            {
                if (rssi - RssiDbm(other, station) < _options.Capture.Value) return true;
                continue;
            }

            var from = other.Start > wanted.CriticalStart ? other.Start : wanted.CriticalStart;
            var to = other.End < wanted.End ? other.End : wanted.End;
            var share = (to - from).Nanoseconds / (double)(wanted.End - wanted.CriticalStart).Nanoseconds;
            energy[factor] += share * Math.Pow(10, RssiDbm(other, station) / 10);
        }

        for (var factor = 5; factor <= 12; factor++)
        {
            if (energy[factor] <= 0) continue;
            var ratio = rssi - (10 * Math.Log10(energy[factor]));
            if (ratio < InterferenceMatrix.NeededDb(wanted.Modulation.SpreadingFactor.Value, factor)) return true;
        }

        return false;
    }

    private bool IsInOutage(Station station, AirFrame frame)
    {
        if (_options.OutageShare <= 0) return false;
        var mean = _options.OutageLength.Seconds;
        while (station.NextOutage < frame.End)
        {
            if (station.NextOutage.Nanoseconds > long.MinValue)
                station.OutageEnds = station.NextOutage + Duration.FromSeconds(Exponential(mean));
            var from = station.OutageEnds.Nanoseconds > long.MinValue ? station.OutageEnds : new Instant(0);
            var quiet = mean * (1 - _options.OutageShare) / _options.OutageShare;
            station.NextOutage = from + Duration.FromSeconds(Exponential(quiet));
        }

        return station.OutageEnds > frame.Start;
    }

    private double Exponential(double mean) => -mean * Math.Log(1 - _random.NextDouble());

    private double RssiDbm(AirFrame frame, Station station) => frame.Power.Value - PathLoss(frame.Sender, station);

    private double SnrDb(AirFrame frame, Station station) => RssiDbm(frame, station) - NoiseDbm(frame.Modulation);

    /// <summary>Thermal noise at room temperature is -174 dBm in one hertz.</summary>
    private double NoiseDbm(LoRaModulation modulation) =>
        -174 + (10 * Math.Log10(modulation.Bandwidth.Value)) + _options.NoiseFigure.Value;

    /// <summary>SX1276 data sheet, table 13: -7.5 dB at SF7, 2.5 dB lower with each step.</summary>
    internal static double Floor(LoRaModulation modulation) => -7.5 - (2.5 * (modulation.SpreadingFactor.Value - 7));

    private double PathLoss(Station from, Station to)
    {
        // The same both ways: the pair is ordered by when it joined.
        var key = _stations.IndexOf(from) < _stations.IndexOf(to) ? (from, to) : (to, from);
        if (_pathLoss.TryGetValue(key, out var loss)) return loss;
        var metres = Math.Max(1, from.Position.DistanceTo(to.Position));
        loss = _options.ReferenceLoss.Value + (10 * _options.Exponent * Math.Log10(metres / _options.ReferenceMetres));
        if (_options.Shadowing.Value > 0)
        {
            // A matter of the two places alone: who sends first must not move a hill.
            var (one, other) = (_stations.IndexOf(key.Item1), _stations.IndexOf(key.Item2));
            var places = new Random(unchecked((_places * 31) + (one * 65_537) + other));
            loss += _options.Shadowing.Value * Gaussian(places);
        }

        return _pathLoss[key] = loss;
    }

    private void ForgetPaths(Station station)
    {
        foreach (var pair in _pathLoss.Keys.Where(pair => pair.Item1 == station || pair.Item2 == station).ToList())
            _pathLoss.Remove(pair);
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private void Forget()
    {
        var oldest = Instant.Never;
        foreach (var frame in _frames)
            if (!frame.IsOver && frame.Start < oldest) oldest = frame.Start;
        _frames.RemoveAll(frame => frame.IsOver && frame.End <= oldest);
    }
}
