using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;
using Farlink.Simulation.Time;

namespace Farlink.Radios.Tests;

public sealed class SimulatedRadioSuite : RadioSuite
{
    protected override Task<(IRadio Left, IRadio Right)> OpenAsync()
    {
        var ether = new SimulatedEther(new ChannelOptions(), new ScaledTimeProvider(TimeProvider.System, 50), new Random(1));
        return Task.FromResult((ether.CreateRadio("left"), ether.CreateRadio("right")));
    }
}
