using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;

namespace Farlink.Simulation.Network;

/// <summary>
/// A site or base in virtual time: the real <see cref="LinkStation"/>, a disk that takes time to flush, a radio on the
/// channel and
/// a broker that takes what arrives. It can crash at any step and start again from its disk.
/// </summary>
public sealed class SimulatedHost : IDisposable
{
    private readonly SimulatedNetwork _network;
    private StationOptions _options;
    private readonly HostOptions _host;
    private readonly SeededRandom _random;
    private readonly List<CommitRequest> _toWrite = [];
    private readonly HashSet<string> _seen = [];
    private readonly List<string> _heardSinceFlush = [];
    private RewoundRows _rewound = new();
    private LinkStation? _station;
    private Duration _clockOffset;
    private bool _isFlushing;
    private int _life;
    private Instant _wakeAt = Instant.Never;
    private long _lastToken;
    private AirFrame? _onAir;
    private bool _isRadioAway;

    internal SimulatedHost(
        SimulatedNetwork network, string name, StationOptions options, HostOptions host, Station radio, ulong storeId, int seed)
    {
        _network = network;
        Name = name;
        _options = options with { ReportsReception = true };
        _host = host;
        Radio = radio;
        radio.Modulation = options.Modulation;
        Disk = new SimulatedDisk(storeId) { OnDurable = operation => network.HandleDurable(this, operation) };
        _random = new SeededRandom(seed);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its radio.</summary>
    public Station Radio { get; }

    /// <summary>Its disk.</summary>
    public SimulatedDisk Disk { get; private set; }

    /// <summary>Its settings.</summary>
    public StationOptions Options => _options;

    /// <summary>Whether it is up.</summary>
    public bool IsUp => _station is not null;

    /// <summary>The protocol machine; null while it is down.</summary>
    public LinkStation? Machine => _station;

    /// <summary>Airtime of all transmissions so far.</summary>
    public Duration AirtimeSent { get; private set; }

    /// <summary>Transmissions so far.</summary>
    public long FramesSent { get; private set; }

    /// <summary>Whether its key can be used; false stands for a chip that does not answer.</summary>
    public bool KeyWorks { get; set; } = true;

    /// <summary>Whether the broker takes messages; false stands for an outage upstream.</summary>
    public bool BrokerIsUp { get; set; } = true;

    /// <summary>Whether its radio fails in the middle of each frame, and does not know what became of it.</summary>
    public bool RadioFailsHalfWay { get; set; }

    /// <summary>The store's time: true time, drifting, and moved by faults.</summary>
    public Instant Now
    {
        get
        {
            var now = _network.Time.Now + _clockOffset;
            return _host.DriftPpm == 0 ? now : now + new Duration((long)(now.Nanoseconds * _host.DriftPpm / 1e6));
        }
    }

    /// <summary>Starts, or starts again, from its disk.</summary>
    public void Start()
    {
        if (_station is not null) return;
        _life++;
        var image = Disk.Load();

        // Powered-on time: it goes on from the last commit and never back.
        if (Now < image.Time) _clockOffset += image.Time - Now;
        _station = new LinkStation(_options, image, _random, Now);
        _network.HandleStarted(this, _station);
        Radio.IsOn = !_isRadioAway;
        Radio.ListeningSince = _network.Time.Now;
        Pump();
    }

    /// <summary>Begins a re-key, and remembers it: the next start goes on with it.</summary>
    public void Rekey(byte link, LinkIdentity next)
    {
        Change(link, one => one with { NextIdentity = next });
        if (_station is null) return;
        _station.Rekey(link, next, Now);
        Pump();
    }

    /// <summary>Loses everything that is not on the disk.</summary>
    public void Crash()
    {
        if (_station is null) return;
        _life++;
        _station.Dispose();
        _station = null;
        _toWrite.Clear();
        _rewound = new RewoundRows();
        _isFlushing = false;
        _wakeAt = Instant.Never;
        Disk.LosePower();

        // What it heard and could not commit it has not heard.
        _seen.ExceptWith(_heardSinceFlush);
        Radio.IsOn = false;
        if (_onAir is { } cut) _network.Abort(cut);
        _onAir = null;
        _network.HandleCrashed(this);
    }

    /// <summary>Its radio is unplugged: nothing is sent or heard.</summary>
    public void UnplugRadio()
    {
        _isRadioAway = true;
        Radio.IsOn = false;
    }

    /// <summary>Its radio is plugged in again, and it notices.</summary>
    public void PlugInRadio()
    {
        _isRadioAway = false;
        Radio.IsOn = IsUp;
        Radio.ListeningSince = _network.Time.Now;
        _station?.HandleRadioBack(Now);
        Pump();
    }

    /// <summary>The disk is replaced by an empty one, as after a broken SD card.</summary>
    public void WipeDisk(ulong newStoreId)
    {
        var told = Disk.OnDurable;
        Disk = new SimulatedDisk(newStoreId) { OnDurable = told };
    }

    /// <summary>Moves its clock, as a broken clock source would; a clock that goes back is caught at the next start.</summary>
    public void JumpClock(Duration by) => _clockOffset += by;

    /// <summary>A publisher offers a message.</summary>
    public SubmitVerdict? Submit(Submission submission)
    {
        if (_station is null) return null;
        var token = ++_lastToken;
        var verdict = _station.Submit(submission, token, Now);
        if (verdict == SubmitVerdict.Taken) _network.HandleSubmitted(this, submission);
        Pump();
        return verdict;
    }

    /// <summary>Asks it to stop cleanly.</summary>
    public void SayGoodbye()
    {
        _station?.Stop(Now);
        Pump();
    }

    /// <summary>Wipes its keys.</summary>
    public void Dispose() => _station?.Dispose();

    /// <summary>A frame has arrived.</summary>
    /// <param name="octets">LoRa payload.</param>
    /// <param name="quality">How it arrived.</param>
    /// <param name="isSent">Whether a host sent these octets, unchanged.</param>
    /// <param name="isDirect">Whether they come straight from it; else they are genuine only if they were not heard
    /// before.</param>
    internal void HandleReception(byte[] octets, LinkQuality quality, bool isSent, bool isDirect) =>
        Later(_host.ReceiveDelay, () => Receive(octets, quality, isSent, isDirect));

    private void Receive(byte[] octets, LinkQuality quality, bool isSent, bool isDirect)
    {
        if (_station is null) return;
        var name = Convert.ToHexString(octets);
        var isGenuine = isSent && (_seen.Add(name) || isDirect);
        _heardSinceFlush.Add(name);
        var unopened = Unopened;
        _network.Observe(this, isGenuine, () => _station.HandleFrame(octets, Now, quality));

        // What came before its keys was only late: heard again, with them, it is heard for the first time.
        if (Unopened > unopened) _seen.Remove(name);
        Pump();
    }

    private long Unopened =>
        _station is { Refusals: var refusals } ? refusals[LinkRefusal.NoSession] + refusals[LinkRefusal.NotAuthentic] : 0;

    /// <summary>A frame whose header was read ended with a wrong CRC.</summary>
    internal void HandleReceptionFailed() => Later(_host.ReceiveDelay, () =>
    {
        _station?.HandleReceptionFailed();
        Pump();
    });

    internal void HandleReceiving()
    {
        if (_station is null) return;
        _station.HandleReceiving(Now);
        Pump();
    }

    /// <summary>Carries out everything the machine asks for.</summary>
    internal void Pump()
    {
        if (_station is not { } station) return;
        while (station.PollCommit() is { } request) _toWrite.Add(request);
        while (station.PollEvent() is { } happened) Handle(happened);
        if (_onAir is null && station.PollTransmit(Now) is { } frame) Transmit(frame);
        while (station.PollCommit() is { } request) _toWrite.Add(request);
        while (station.PollKeyRequest() is { } request) Compute(request);
        Flush();
        Schedule();
    }

    private void Compute(KeyRequest request)
    {
        var isNext = _host.NextKey is { } next && next.Point.Span.SequenceEqual(request.Own.Span);
        var answer = KeyWorks ? (isNext ? _host.NextKey! : _host.Key!).Answer(request.Operation) : [];
        Later(_host.KeyTime, () =>
        {
            if (answer.Length == 0) _station!.HandleKeyFailed(request.Ticket, Now);
            else _station!.HandleKeyAnswer(request.Ticket, answer, Now);
            Pump();
        });
    }

    private void Handle(LinkEvent happened)
    {
        _network.HandleEvent(this, happened);
        if (happened is LinkEvent.Rekeyed { Link: var rekeyed })
            Change(rekeyed, one => one with { Identity = one.NextIdentity!, NextIdentity = null });
        if (happened is LinkEvent.Received received) Publish(received.Row);
        if (happened is LinkEvent.Rewound rewound) _rewound.Add(rewound);
        if (happened is LinkEvent.Dead { Letter: { } letter } && BrokerIsUp) _station?.HandleTold(letter);
    }

    private void Change(byte link, Func<LinkOptions, LinkOptions> change) => _options = _options with
    {
        Links = [.. _options.Links.Select(one => one.Id == link ? change(one) : one)],
    };

    private void Publish(InboxRow row)
    {
        if (!BrokerIsUp)
        {
            Later(Duration.FromSeconds(1), () => Publish(row));
            return;
        }

        Later(_host.PublishTime, () =>
        {
            if (!_rewound.TryRemove(row)) _network.HandlePublished(this, row);
            if (_network.ShouldCrash(this, CrashPoint.AfterPublish)) return;
            _station?.HandlePublished(row, Now);
            Pump();
        });
    }

    private void Flush()
    {
        if (_isFlushing || _toWrite.Count == 0) return;
        _isFlushing = true;
        var batch = _toWrite.ToArray();
        _toWrite.Clear();
        Disk.Write(batch);
        Later(_host.FlushTime, () =>
        {
            if (_network.ShouldCrash(this, CrashPoint.BeforeFlush)) return;
            Disk.Flush();
            _heardSinceFlush.Clear();
            if (_network.ShouldCrash(this, CrashPoint.AfterFlush)) return;
            _isFlushing = false;
            _station?.HandleCommitted(batch[^1].Ticket, Now);
            Pump();
        });
    }

    private void Transmit(Transmit frame)
    {
        var hold = new AirFrame(Radio, frame.Octets.ToArray(), _network.Time.Now, _network.Time.Now);
        _onAir = hold;
        Later(_host.KeyDelay, () =>
        {
            _onAir = null;
            if (_isRadioAway)
            {
                _station!.HandleNotSent(Now);
                Pump();
                return;
            }

            if (frame.ListenFirst && _network.Channel.HasActivity(Radio, _network.Time.Now))
            {
                _station!.HandleBusy(Now);
                Pump();
                return;
            }

            if (_network.ShouldCrash(this, CrashPoint.BeforeTransmission)) return;
            if (RadioFailsHalfWay) FailHalfWay(frame);
            else Key(frame);
        });
    }

    private void Key(Transmit frame)
    {
        var start = Now;
        if (frame.Power is { } power) Radio.Power = power;
        var onAir = _network.Begin(this, frame.Octets.ToArray());
        _onAir = onAir;
        AirtimeSent += frame.Airtime;
        FramesSent++;
        Later(frame.Airtime, () =>
        {
            _onAir = null;
            _network.Complete(onAir);
            if (_network.ShouldCrash(this, CrashPoint.AfterTransmission)) return;
            _station!.HandleTransmitted(start, Now);
            Pump();
        });

        // What is coded ahead is due while this frame is on the air.
        Schedule();
    }

    private void FailHalfWay(Transmit frame)
    {
        var start = Now;
        _onAir = new AirFrame(Radio, frame.Octets.ToArray(), _network.Time.Now, _network.Time.Now);
        Later(frame.Airtime, () =>
        {
            _onAir = null;
            _station!.HandleTransmitFailed(start, Now);
            Pump();
        });
    }

    private void Schedule()
    {
        if (_station is null) return;
        var next = _station.NextTimeout(Now);
        if (next == Instant.Never) return;
        var at = _network.Time.Now + (next > Now ? next - Now : Duration.Zero);
        if (_onAir is not null && at <= _network.Time.Now) at = _network.Time.Now + Duration.FromMilliseconds(1);
        if (at >= _wakeAt && _wakeAt > _network.Time.Now) return;
        _wakeAt = at;
        Later(at - _network.Time.Now, () =>
        {
            if (_wakeAt != at) return;
            _wakeAt = Instant.Never;
            _station?.HandleTimeout(Now);
            Pump();
        });
    }

    /// <summary>Does something unless the host has crashed meanwhile.</summary>
    private void Later(Duration duration, Action action)
    {
        var life = _life;
        _network.Time.After(duration, () =>
        {
            if (life == _life) action();
        });
    }
}
