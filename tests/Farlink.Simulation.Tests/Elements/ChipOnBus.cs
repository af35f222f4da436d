using Farlink.Keys.Atecc608;
using Farlink.Simulation.Elements;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>A chip model, and what the driver needs to talk to it: a bus, and a clock that moves when the driver waits.</summary>
internal sealed class ChipOnBus
{
    private readonly Random _random = new(608);

    public ChipOnBus(Atecc608ModelOptions? options = null, bool isRealTime = false)
    {
        TimeProvider time = isRealTime ? TimeProvider.System : Time;
        Model = new Atecc608Model(time, options ?? new Atecc608ModelOptions(), octets => _random.NextBytes(octets));
        Clock = isRealTime ? AteccClock.Real : new AteccClock(Time, Wait);
    }

    public FakeTimeProvider Time { get; } = new();

    public Atecc608Model Model { get; }

    public AteccClock Clock { get; }

    /// <summary>Time that the driver waited so far.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>The driver, on a bus of its own.</summary>
    public Atecc608Chip Open() => Atecc608Chip.Open(Bus(), Model.Address, Clock);

    public ModelI2cBus Bus() => new(Model);

    /// <summary>A chip as <c>farlink element provision</c> and <c>lock</c> leave it.</summary>
    public static ChipOnBus Provisioned(Atecc608ModelOptions? options = null, bool isRealTime = false)
    {
        var bench = new ChipOnBus(options, isRealTime);
        using var chip = bench.Open();
        AteccProvisioning.Write(chip);
        AteccProvisioning.Lock(chip, _ => { });
        return bench;
    }

    private void Wait(TimeSpan time)
    {
        Time.Advance(time);
        Waited += time;
    }
}
