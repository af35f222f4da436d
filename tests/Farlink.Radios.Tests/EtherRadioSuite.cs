using System.Net;
using Farlink.Radios.Ether;
using Farlink.Simulation.Ether;
using Farlink.Simulation.EtherServer;

namespace Farlink.Radios.Tests;

/// <summary>A radio on an ether that is served over TCP.</summary>
public sealed class EtherRadioSuite : PluggableRadioSuite
{
    private PhysicalEtherServer _server = null!;
    private SimulatedEther _ether = null!;

    [Fact]
    public async Task Open_NothingThere_NamesTheCure()
    {
        var failure = await Assert.ThrowsAsync<RadioException>(() => EtherRadio.OpenAsync(
            new EtherOptions { Host = "127.0.0.1", Port = 1 }, TimeProvider.System, default));
        Assert.Contains("farlink sim ether --physical", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello\n")]
    [InlineData("{\"say\":\"\\ud800\"}\n")]
    [InlineData("{\"say\":\"send\",\"frame\":\"00\"}\n")]
    [InlineData("{\"say\":\"join\",\"protocol\":2,\"name\":\"a\",\"x\":0,\"y\":0}\n")]
    [InlineData("{\"say\":\"join\",\"protocol\":1,\"name\":\"\",\"x\":0,\"y\":0}\n")]
    [InlineData("{\"say\":\"join\",\"protocol\":1,\"name\":\"a\",\"x\":0,\"y\":0}\n{\"say\":\"configure\"}\n")]
    [InlineData("{\"say\":\"join\",\"protocol\":1,\"name\":\"a\",\"x\":0,\"y\":0}\n{\"say\":\"dance\"}\n")]
    public async Task Serve_SomethingElse_IsToldAndCutOff(string text)
    {
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(_server.Endpoint);
        await tcp.GetStream().WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
        using var reader = new StreamReader(tcp.GetStream());
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("\"say\":\"error\",\"why\":", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_LineWithoutEnd_IsCutOff()
    {
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(_server.Endpoint);
        await tcp.GetStream().WriteAsync(new byte[EtherLine.MostOctets + 1]);
        using var reader = new StreamReader(tcp.GetStream());
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("more than 4096", answer, StringComparison.Ordinal);
    }

    protected override async Task<(IRadio Left, IRadio Right)> OpenAsync()
    {
        _ether = Air!.Ether(TimeProvider.System);
        _server = Serve(0);
        return (await OpenOneAsync(0), await OpenOneAsync(100));
    }

    protected override ValueTask CloseAsync() => _server.DisposeAsync();

    protected override Task UnplugLeftAsync() => _server.DisposeAsync().AsTask();

    protected override Task PlugLeftAsync()
    {
        _server = Serve(_server.Endpoint.Port);
        return Task.CompletedTask;
    }

    private PhysicalEtherServer Serve(int port) =>
        PhysicalEtherServer.Start(_ether, new IPEndPoint(IPAddress.Loopback, port), _ => { });

    private async Task<IRadio> OpenOneAsync(double x) => await EtherRadio.OpenAsync(
        new EtherOptions { Host = "127.0.0.1", Port = _server.Endpoint.Port, Name = $"at {x}", X = x }, TimeProvider.System,
        default);
}
