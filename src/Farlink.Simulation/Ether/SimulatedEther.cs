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
    private readonly Dictionary<Station, Action<ReceivedFrame>> _listeners = [];
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

    /// <summary>Adds a radio.</summary>
    /// <param name="name">For people.</param>
    /// <param name="position">Where it stands.</param>
    public IRadio CreateRadio(string name, Position position = default) => new SimulatedRadio(this, name, position, _time);

    internal void Join(Station station, Action<ReceivedFrame> deliver)
    {
        lock (_lock)
        {
            _channel.Add(station);
            _listeners.Add(station, deliver);
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

    internal AirFrame Begin(Station station, ReadOnlyMemory<byte> octets)
    {
        lock (_lock) return _channel.Begin(station, octets.ToArray(), _time.Now());
    }

    internal void Complete(AirFrame frame)
    {
        lock (_lock)
        {
            foreach (var (receiver, result, rssi, snr) in _channel.Complete(frame))
            {
                if (result != ReceptionResult.Received) continue;
                _listeners[receiver](new ReceivedFrame(frame.Octets.ToArray(), frame.End, rssi, snr, new Hertz(0)));
            }

            OnFrame?.Invoke(frame, true);
        }
    }

    internal void Abort(AirFrame frame)
    {
        lock (_lock)
        {
            _channel.Abort(frame, _time.Now());
            OnFrame?.Invoke(frame, false);
        }
    }

    internal bool HasActivity(Station station)
    {
        lock (_lock) return _channel.HasActivity(station, _time.Now());
    }
}
