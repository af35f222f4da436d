using System.Net;
using Farlink.Radios.RadioHeadEther;
using Farlink.Simulation.RadioHeadEther;

namespace Farlink.Radios.Tests;

public sealed class RadioHeadEtherSuite : RadioSuite
{
    private RadioHeadEtherServer _server = null!;

    protected override async Task<(IRadio Left, IRadio Right)> OpenAsync()
    {
        var options = new RadioHeadEtherServerOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0), BitsPerSecond = 100_000 };
        _server = RadioHeadEtherServer.Start(options, TimeProvider.System, new Random(1), _ => { });
        return (await OpenOneAsync(10), await OpenOneAsync(1));
    }

    protected override ValueTask CloseAsync() => _server.DisposeAsync();

    private async Task<IRadio> OpenOneAsync(byte address) => await RadioHeadEtherRadio.OpenAsync(
        new RadioHeadEtherOptions { Host = "127.0.0.1", Port = _server.Endpoint.Port, Address = address }, TimeProvider.System,
        default);
}
