using System.Net;
using Farlink.Radios.RadioHeadEther;
using Farlink.Simulation.RadioHeadEther;

namespace Farlink.Radios.Tests;

public sealed class RadioHeadEtherSuite : PluggableRadioSuite
{
    private RadioHeadEtherServer _server = null!;

    protected override async Task<(IRadio Left, IRadio Right)> OpenAsync()
    {
        Air = null;
        _server = Serve(0);
        return (await OpenOneAsync(10), await OpenOneAsync(1));
    }

    protected override ValueTask CloseAsync() => _server.DisposeAsync();

    protected override Task UnplugLeftAsync() => _server.DisposeAsync().AsTask();

    protected override Task PlugLeftAsync()
    {
        _server = Serve(_server.Endpoint.Port);
        return Task.CompletedTask;
    }

    private static RadioHeadEtherServer Serve(int port)
    {
        var options = new RadioHeadEtherServerOptions
        {
            Listen = new IPEndPoint(IPAddress.Loopback, port),
            BitsPerSecond = 100_000,
        };
        return RadioHeadEtherServer.Start(options, TimeProvider.System, new Random(1), _ => { });
    }

    private async Task<IRadio> OpenOneAsync(byte address) => await RadioHeadEtherRadio.OpenAsync(
        new RadioHeadEtherOptions { Host = "127.0.0.1", Port = _server.Endpoint.Port, Address = address }, TimeProvider.System,
        default);
}
