using Farlink.Simulation.Time;

namespace Farlink.Radios.Tests;

public sealed class SimulatedRadioSuite : RadioSuite
{
    protected override Task<(IRadio Left, IRadio Right)> OpenAsync()
    {
        var ether = Air!.Ether(new ScaledTimeProvider(TimeProvider.System, 20));
        return Task.FromResult((ether.CreateRadio("left"), ether.CreateRadio("right")));
    }
}
