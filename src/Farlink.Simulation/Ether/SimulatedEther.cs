using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Simulation.Air;

namespace Farlink.Simulation.Ether;

/// <summary>
/// A <see cref="RadioChannel"/> for radios of this process, on whichever clock it is given: real, scaled or virtual. Thread-safe.
/// </summary>
public sealed class SimulatedEther
{
    private readonly RadioChannel _channel;
    private readonly TimeProvider _time;
    private readonly Dictionary<Station, EtherListener> _listeners = [];
    private readonly Lock _lock = new();

    /// <summary>Makes an empty ether.</summary>
    /// <param name="options">What the channel is like.</param>
    /// <param name="time">Its clock; radios must be used on the same one.</param>
    /// <param name="random">A seeded source for losses.</param>
    public SimulatedEther(ChannelOptions options, TimeProvider time, Random random)
    {
        _channel = new RadioChannel(options, random);
        _time = time;
    }

    /// <summary>Told of each frame when it begins; must not block.</summary>
    public Action<AirFrame>? OnStart { get; init; }

    /// <summary>Told of each frame when it is over, with whether it was sent to its end; must not block.</summary>
    public Action<AirFrame, bool>? OnFrame { get; init; }

    /// <summary>What became of the frames so far.</summary>
    public ChannelCounters Counters
    {
        get
        {
            lock (_lock) return _channel.Counters.Snapshot();
        }
    }

    /// <summary>Share of frames lost beyond all that is modelled, 0 to 1; may change at any time.</summary>
    public double Loss
    {
        get
        {
            lock (_lock) return _channel.Loss;
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
            lock (_lock) _channel.Loss = value;
        }
    }

    /// <summary>Moves every radio of this name.</summary>
    public void Move(string name, Position position)
    {
        lock (_lock)
        {
            foreach (var station in _channel.Stations.Where(station => station.Name == name))
                _channel.Move(station, position);
        }
    }

    /// <summary>Adds a radio.</summary>
    /// <param name="name">For people.</param>
    /// <param name="position">Where it stands.</param>
    public IRadio CreateRadio(string name, Position position = default) => new SimulatedRadio(this, name, position, _time);

    internal void Join(Station station, Action<ReceivedFrame> deliver) => Join(station, new EtherListener
    {
        OnReception = (frame, reception) =>
        {
            if (reception.Result == ReceptionResult.Received)
                deliver(new ReceivedFrame(frame.Octets.ToArray(), frame.End, reception.Rssi, reception.Snr, new Hertz(0)));
        },
    });

    internal void Join(Station station, EtherListener listener)
    {
        lock (_lock)
        {
            _channel.Add(station);
            _listeners.Add(station, listener);
        }
    }

    internal void Leave(Station station)
    {
        lock (_lock)
        {
            _channel.Remove(station);
            _listeners.Remove(station);
        }
    }

    internal void Configure(Station station, RadioSettings settings)
    {
        lock (_lock)
        {
            station.Power = settings.TransmitPower;
            if (station.IsOn && station.Frequency == settings.Frequency && station.Modulation == settings.Modulation) return;
            station.Frequency = settings.Frequency;
            station.Modulation = settings.Modulation;
            station.ListeningSince = _time.Now();
            station.IsOn = true;
        }
    }

    internal void SetPower(Station station, Dbm power)
    {
        lock (_lock) station.Power = power;
    }

    /// <summary>How a station sends and listens from now on; it begins to listen with <see cref="Listen"/>.</summary>
    internal void Tune(Station station, Hertz frequency, LoRaModulation modulation, Dbm power)
    {
        lock (_lock)
        {
            station.Frequency = frequency;
            station.Modulation = modulation;
            station.Power = power;
        }
    }

    /// <summary>A station begins to listen, or stops.</summary>
    internal void Listen(Station station, bool isListening)
    {
        lock (_lock)
        {
            station.IsOn = isListening;
            station.ListeningSince = _time.Now();
        }
    }

    internal AirFrame Begin(Station station, ReadOnlyMemory<byte> octets)
    {
        AirFrame frame;
        bool hasListeners;
        lock (_lock)
        {
            frame = _channel.Begin(station, octets.ToArray(), _time.Now());
            hasListeners = _listeners.Values.Any(listener => listener.OnHeader is not null);
        }

        if (hasListeners) _ = TellHeaderAsync(frame);
        OnStart?.Invoke(frame);
        return frame;
    }

    internal void Complete(AirFrame frame)
    {
        List<(EtherListener Listener, Reception Reception)> told = [];
        lock (_lock)
        {
            foreach (var reception in _channel.Complete(frame)) told.Add((_listeners[reception.Receiver], reception));
        }

        // Outside the lock: a listener may ask the ether something.
        foreach (var (listener, reception) in told) listener.OnReception(frame, reception);
        OnFrame?.Invoke(frame, true);
    }

    internal void Abort(AirFrame frame)
    {
        List<(EtherListener Listener, Reception Reception)> told = [];
        var end = frame.End;
        lock (_lock)
        {
            // Who has read the header goes on to the length it announced, and gets noise.
            var now = _time.Now();
            if (now >= frame.HeaderEnd)
            {
                foreach (var (station, listener) in _listeners)
                {
                    if (listener.OnHeader is null || !_channel.CanHear(station, frame)) continue;
                    told.Add((listener, new Reception(station, ReceptionResult.Lost, new Dbm(-120), new Decibel(-10))));
                }
            }

            _channel.Abort(frame, now);
        }

        OnFrame?.Invoke(frame, false);
        if (told.Count > 0) _ = TellCutAsync(frame, end, told);
    }

    internal Dbm Strength(Station station)
    {
        lock (_lock) return _channel.Strength(station, _time.Now());
    }

    internal bool HasActivity(Station station)
    {
        lock (_lock) return _channel.HasActivity(station, _time.Now());
    }

    private async Task TellCutAsync(
        AirFrame frame, Instant end, List<(EtherListener Listener, Reception Reception)> told)
    {
        await _time.WaitUntil(end, CancellationToken.None);
        foreach (var (listener, reception) in told) listener.OnReception(frame, reception);
    }

    private async Task TellHeaderAsync(AirFrame frame)
    {
        await _time.WaitUntil(frame.PreambleEnd, CancellationToken.None);
        TellThoseWhoHear(frame, listener => listener.OnPreamble);
        await _time.WaitUntil(frame.HeaderEnd, CancellationToken.None);
        TellThoseWhoHear(frame, listener => listener.OnHeader);
    }

    private void TellThoseWhoHear(AirFrame frame, Func<EtherListener, Action<AirFrame>?> of)
    {
        List<Action<AirFrame>> told = [];
        lock (_lock)
        {
            if (frame.IsOver) return;
            foreach (var (station, listener) in _listeners)
                if (of(listener) is { } tell && _channel.CanHear(station, frame)) told.Add(tell);
        }

        foreach (var tell in told) tell(frame);
    }
}
