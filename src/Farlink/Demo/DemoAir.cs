using Farlink.Protocol.Airtime;
using Farlink.Radios;
using Farlink.Radios.Wrappers;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;

namespace Farlink.Demo;

/// <summary>The air of a demonstration: how far apart both ends are, and what the weather takes. Thread-safe.</summary>
internal sealed class DemoAir
{
    private const string HostileName = "hostile";

    /// <summary>Metres from the base to who is hostile: it is heard there at any distance of the site.</summary>
    private const double HostileMetres = 300;

    private readonly SimulatedEther _ether;
    private readonly DutyCycle _limit;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private double _kilometres;
    private double _lossPercent;

    /// <summary>Makes it, in good weather.</summary>
    /// <param name="kilometres">Distance of both ends at the start; 0: side by side.</param>
    /// <param name="limit">What the sub-band allows.</param>
    /// <param name="time">The clock of the air.</param>
    public DemoAir(double kilometres, DutyCycle limit, TimeProvider time)
    {
        _ether = new SimulatedEther(new ChannelOptions(), time, new Random(1));
        _kilometres = kilometres;
        _limit = limit;
        _time = time;
    }

    /// <summary>Share of frames that the weather takes, in percent.</summary>
    public double LossPercent
    {
        get
        {
            lock (_lock) return _lossPercent;
        }

        set
        {
            lock (_lock)
            {
                _ether.Loss = value / 100;
                _lossPercent = value;
            }
        }
    }

    /// <summary>Distance of both ends, in kilometres.</summary>
    public double Kilometres
    {
        get
        {
            lock (_lock) return _kilometres;
        }

        set
        {
            lock (_lock)
            {
                _kilometres = value;
                foreach (var name in (string[])["base", HostileName]) _ether.Move(name, PlaceOf(name));
            }
        }
    }

    /// <summary>A radio for one end, where that stands now. Its airtime is counted.</summary>
    public IRadio Radio(string role)
    {
        lock (_lock)
            return new LedgerGuard(_ether.CreateRadio(role, PlaceOf(role)), new AirtimeLedger(_limit), LedgerMode.Count, _time);
    }

    /// <summary>A radio for who is hostile.</summary>
    public IRadio HostileRadio()
    {
        lock (_lock) return _ether.CreateRadio(HostileName, PlaceOf(HostileName));
    }

    private Position PlaceOf(string name) => name switch
    {
        "base" => new Position(1000 * _kilometres, 0),
        HostileName => new Position(1000 * _kilometres, HostileMetres),
        _ => default,
    };
}
