using Farlink.Protocol.Units;
using Farlink.Radios;

namespace Farlink.Simulation.Ether;

/// <summary>A channel in this process, on whichever clock it is given: real, scaled or virtual. Thread-safe.</summary>
public sealed class SimulatedEther
{
    private readonly EtherModel _model;
    private readonly TimeProvider _time;
    private readonly Lock _modelLock = new();

    /// <summary>Makes an empty channel.</summary>
    /// <param name="options">What it is like.</param>
    /// <param name="time">Its clock; radios must be used on the same one.</param>
    /// <param name="random">A seeded source for losses.</param>
    public SimulatedEther(EtherOptions options, TimeProvider time, Random random)
    {
        _model = new EtherModel(options, random);
        _time = time;
    }

    /// <summary>What became of the frames so far.</summary>
    public EtherCounters Counters
    {
        get
        {
            lock (_modelLock) return _model.Counters with { };
        }
    }

    /// <summary>Adds a radio.</summary>
    /// <param name="name">For people.</param>
    public IRadio CreateRadio(string name) => new SimulatedRadio(this, name, _time);

    internal void Join(EtherStation station)
    {
        lock (_modelLock) _model.Add(station);
    }

    internal void Leave(EtherStation station)
    {
        lock (_modelLock) _model.Remove(station);
    }

    internal void Configure(EtherStation station, RadioSettings settings)
    {
        lock (_modelLock)
        {
            station.Settings = settings;
            station.ListeningSince = _time.Now();
        }
    }

    internal EtherTransmission Begin(EtherStation station, ReadOnlyMemory<byte> octets, Duration airtime)
    {
        lock (_modelLock) return _model.Begin(station, octets, airtime, _time.Now());
    }

    internal void Complete(EtherTransmission transmission)
    {
        lock (_modelLock) _model.Complete(transmission);
    }

    internal void Abort(EtherTransmission transmission)
    {
        lock (_modelLock) _model.Abort(transmission, _time.Now());
    }

    internal bool HasActivity(EtherStation station)
    {
        lock (_modelLock) return _model.HasActivity(station, _time.Now());
    }
}
