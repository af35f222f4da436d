using System.Net;
using Farlink.Radios.SemtechUdp;
using Farlink.Simulation.Ether;
using Farlink.Simulation.SemtechUdp;
using Farlink.Simulation.Time;

namespace Farlink.Radios.Tests;

/// <summary>A gateway at one end, a simulated radio at the other.</summary>
public sealed class GatewayRadioSuite : PluggableRadioSuite
{
    private readonly TimeProvider _time = new ScaledTimeProvider(TimeProvider.System, 5);
    private SimulatedEther _ether = null!;
    private PacketForwarderModel? _gateway;
    private IPEndPoint _server = null!;

    protected override async Task<(IRadio Left, IRadio Right)> OpenAsync()
    {
        _ether = Air!.Ether(_time);
        var radio = GatewayRadio.Open(new GatewayOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0) }, _time);
        _server = radio.Endpoint;
        await PlugLeftAsync();
        return (radio, _ether.CreateRadio("right"));
    }

    protected override ValueTask CloseAsync() => _gateway!.DisposeAsync();

    protected override Task UnplugLeftAsync() => _gateway!.DisposeAsync().AsTask();

    protected override Task PlugLeftAsync()
    {
        _gateway = PacketForwarderModel.Start(_ether, new PacketForwarderOptions { Server = _server }, _time);
        return _gateway.Acknowledged.WaitAsync(Patience);
    }
}
