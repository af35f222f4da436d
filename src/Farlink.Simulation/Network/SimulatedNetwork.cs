using Farlink.Protocol.Link;

using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Checks;

namespace Farlink.Simulation.Network;

/// <summary>
/// Sites and bases on one channel in virtual time, run by one seed: the same seed gives the same run to the last octet.
/// </summary>
public sealed class SimulatedNetwork : IDisposable
{
    private readonly List<SimulatedHost> _hosts = [];
    private readonly Dictionary<Station, SimulatedHost> _byRadio = [];
    private readonly HashSet<string> _sentByHosts = [];
    private bool _hasTransmitters;
    private readonly Random _random;
    private readonly int _seed;

    /// <summary>Makes an empty network.</summary>
    public SimulatedNetwork(int seed, ChannelOptions? channel = null)
    {
        _seed = seed;
        _random = new Random(seed);
        Channel = new RadioChannel(channel ?? new ChannelOptions(), new Random(seed + 1));
    }

    /// <summary>Virtual time.</summary>
    public Scheduler Time { get; } = new();

    /// <summary>The air.</summary>
    public RadioChannel Channel { get; }

    /// <summary>The hosts, in order.</summary>
    public IReadOnlyList<SimulatedHost> Hosts => _hosts;

    /// <summary>What watches this run.</summary>
    public List<IChecker> Checkers { get; } = [];

    /// <summary>What the checkers found, with the time; empty in a good run.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Steps at which a host could have crashed, so far.</summary>
    public long CrashPoints { get; private set; }

    /// <summary>Asked at each such step: whether this host crashes here.</summary>
    public Func<SimulatedHost, CrashPoint, long, bool>? CrashWhen { get; set; }

    /// <summary>How long a crashed host stays down; default 3 s.</summary>
    public Duration DownTime { get; set; } = Duration.FromSeconds(3);

    /// <summary>What may happen to a frame on its way; see <see cref="FrameFaults"/>.</summary>
    public FrameFaults Faults { get; set; } = new();

    /// <summary>Told of every frame on the air.</summary>
    public Action<AirFrame>? OnFrame { get; set; }

    /// <summary>Told what each receiver in range made of a frame.</summary>
    public Action<AirFrame, Reception>? OnReception { get; set; }

    /// <summary>Told of everything a host tells.</summary>
    public Action<SimulatedHost, LinkEvent>? OnEvent { get; set; }

    /// <summary>Told of every message a broker has taken.</summary>
    public Action<SimulatedHost, InboxRow>? OnPublished { get; set; }

    /// <summary>Adds a host; it is down until <see cref="SimulatedHost.Start"/>.</summary>
    public SimulatedHost Add(string name, StationOptions options, HostOptions? host = null, Position position = default)
    {
        var radio = new Station { Name = name, Position = position, IsOn = false };
        Channel.Add(radio);
        var number = _hosts.Count + 1;
        var storeId = (ulong)((_seed * 1000L) + number);
        var added = new SimulatedHost(
            this, name, options, host ?? new HostOptions(), radio, storeId, _seed + (7919 * number));
        _hosts.Add(added);
        _byRadio.Add(radio, added);
        foreach (var checker in Checkers) checker.Join(this, added);
        return added;
    }

    /// <summary>Adds a transmitter that follows no protocol.</summary>
    public Station AddTransmitter(string name, Position position = default)
    {
        var radio = new Station { Name = name, Position = position };
        Channel.Add(radio);
        _hasTransmitters = true;
        return radio;
    }

    /// <summary>A transmitter without protocol sends a frame.</summary>
    public void Inject(Station transmitter, byte[] octets)
    {
        ArgumentNullException.ThrowIfNull(octets);
        var frame = Begin(transmitter, octets);
        Time.At(frame.End, () => Complete(frame));
    }

    /// <summary>Tells a violation.</summary>
    public void Violate(string what) => Violations.Add($"{Time.Now}: {what}");

    /// <summary>Asks every checker for what can only be said at the end.</summary>
    public void Finish()
    {
        foreach (var checker in Checkers) checker.Finish(this);
    }

    /// <summary>Wipes all keys.</summary>
    public void Dispose()
    {
        foreach (var host in _hosts) host.Dispose();
    }

    internal AirFrame Begin(SimulatedHost host, byte[] octets)
    {
        var frame = Begin(host.Radio, octets);

        // What a transmitter plays back is genuine to whoever did not hear it before: delayed, not forged.
        if (_hasTransmitters) _sentByHosts.Add(Convert.ToHexString(octets));
        foreach (var checker in Checkers) checker.HandleTransmission(this, host, frame);
        return frame;
    }

    internal void Complete(AirFrame frame)
    {
        foreach (var reception in Channel.Complete(frame))
        {
            OnReception?.Invoke(frame, reception);
            if (!_byRadio.TryGetValue(reception.Receiver, out var host)) continue;
            if (reception.Result is ReceptionResult.Lost or ReceptionResult.Collided) host.HandleReceptionFailed();
            if (reception.Result != ReceptionResult.Received) continue;
            var quality = new LinkQuality(reception.Rssi, reception.Snr);
            var isDirectly = _byRadio.ContainsKey(frame.Sender);
            var isProtocol = isDirectly || _sentByHosts.Contains(Convert.ToHexString(frame.Octets));
            foreach (var (octets, delay, isDirect) in Faults.Deliveries(frame.Octets, _random))
            {
                var isSent = isProtocol && octets == frame.Octets;
                Time.After(delay, () => host.HandleReception(octets, quality, isSent, isDirect && isDirectly));
            }
        }
    }

    internal void Abort(AirFrame frame) => Channel.Abort(frame, Time.Now);

    internal void Observe(SimulatedHost host, bool isGenuine, Action deliver)
    {
        foreach (var checker in Checkers) checker.BeforeReception(this, host, isGenuine);
        deliver();
        foreach (var checker in Checkers) checker.AfterReception(this, host, isGenuine);
    }

    internal void HandleSubmitted(SimulatedHost host, Submission submission)
    {
        foreach (var checker in Checkers) checker.HandleSubmitted(this, host, submission);
    }

    internal void HandleDurable(SimulatedHost host, StoreOperation operation)
    {
        foreach (var checker in Checkers) checker.HandleDurable(this, host, operation);
    }

    internal bool ShouldCrash(SimulatedHost host, CrashPoint point)
    {
        var number = CrashPoints++;
        if (CrashWhen is null || !CrashWhen(host, point, number)) return false;
        host.Crash();
        Time.After(DownTime, host.Start);
        return true;
    }

    internal void HandleStarted(SimulatedHost host, LinkStation station)
    {
        foreach (var checker in Checkers) checker.HandleStarted(this, host, station);
    }

    internal void HandleCrashed(SimulatedHost host)
    {
        foreach (var checker in Checkers) checker.HandleCrashed(this, host);
    }

    internal void HandleEvent(SimulatedHost host, LinkEvent happened)
    {
        foreach (var checker in Checkers) checker.HandleEvent(this, host, happened);
        OnEvent?.Invoke(host, happened);
    }

    internal void HandlePublished(SimulatedHost host, InboxRow row)
    {
        foreach (var checker in Checkers) checker.HandlePublished(this, host, row);
        OnPublished?.Invoke(host, row);
    }

    private AirFrame Begin(Station radio, byte[] octets)
    {
        var frame = Channel.Begin(radio, octets, Time.Now);
        OnFrame?.Invoke(frame);
        Time.At(frame.HeaderEnd, () =>
        {
            if (frame.IsOver) return;
            foreach (var host in _hosts)
                if (host.IsUp && Channel.CanHear(host.Radio, frame)) host.HandleReceiving();
        });
        return frame;
    }
}
