using System.Net;
using Farlink.Protocol.Units;
using Farlink.Radios.Boards;
using Farlink.Simulation.Air;
using Farlink.Simulation.Chips;
using Farlink.Simulation.ChipServer;
using Farlink.Simulation.Ether;
using Farlink.Simulation.RNode;
using Farlink.Simulation.SemtechUdp;

namespace Farlink.EndToEnd.Tests;

/// <summary>
/// The native link over chips, modems and a gateway: the program with its drivers as processes, the models here, all on one ether
/// in real time.
/// </summary>
public sealed class ChipChainTests : IAsyncLifetime
{
    private const int Messages = 4;
    private readonly SimulatedEther _ether = new(new ChannelOptions(), TimeProvider.System, new Random(1));
    private readonly List<ChipServer> _servers = [];
    private readonly List<RNodeModel> _modems = [];
    private PacketForwarderModel? _gateway;
    private Workshop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Workshop.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var modem in _modems) await modem.DisposeAsync();
        await _shop.DisposeAsync();
        foreach (var server in _servers) await server.DisposeAsync();
        if (_gateway is not null) await _gateway.DisposeAsync();
    }

    [Theory]
    [InlineData("dragino-lora-gps-hat", "adafruit-rfm95-bonnet")]
    [InlineData("dragino-lora-gps-hat", "waveshare-sx1262-spi")]
    [InlineData("meshadv", "meshadv-mini")]
    public Task Chain_OverChips_DeliversOnceInOrderAndTellsPresence(string siteBoard, string baseBoard)
    {
        _shop.SiteRadio = Chip(siteBoard);
        _shop.BaseRadio = Chip(baseBoard);
        return DeliversAsync();
    }

    [Fact]
    public async Task Probe_OfAChipThatIsThere_FindsItAndSaysWhatOthersAnswer()
    {
        var server = Serve(KnownBoards.Dragino, new IPEndPoint(IPAddress.Loopback, 0));
        _servers.Add(server);
        var uri = $"spi-tcp://{server.Endpoint}";
        var (code, output) = await RunningProcess.RunAsync(
            NativeProgram.Path, "radio", "probe", "--radio", uri, "--board", "dragino-lora-gps-hat");
        Assert.Equal((0, "found    dragino-lora-gps-hat: SX1276 answers (Dragino LoRa/GPS HAT)"), (code, output.Trim()));
        (code, output) = await RunningProcess.RunAsync(NativeProgram.Path, "radio", "probe", "--radio", uri, "--json");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, KnownBoards.All.Count), (code, lines.Length));
        Assert.Equal("{\"board\":\"dragino-lora-gps-hat\",\"found\":true}", lines[0]);
        Assert.Contains("\"found\":false,\"why\":\"", lines[^1], StringComparison.Ordinal);

        // By a configuration, with a reset line of its own that nothing is on: it is found all the same.
        await File.WriteAllTextAsync(_shop.File("probe.toml"), $"""
            role = "site"
            [radio]
            uri = "{uri}"
            board = "dragino-lora-gps-hat"
            [radio.pins]
            reset = 26
            [link]
            mode = "radiohead"
            """);
        (code, output) = await RunningProcess.RunAsync(NativeProgram.Path, "radio", "probe", "-c", _shop.File("probe.toml"));
        Assert.Equal(0, code);
        Assert.Contains("found    dragino-lora-gps-hat", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("imme")]
    [InlineData("tmst")]
    public Task Chain_BaseBehindAGateway_DeliversOnceInOrderAndTellsPresence(string transmit)
    {
        var server = new IPEndPoint(IPAddress.Loopback, Workshop.FreeUdpPort());
        _shop.SiteRadio = Chip("dragino-lora-gps-hat");
        _shop.BaseRadio = $"uri = \"semtech-udp://{server}?eui=AA555A0000000101&tx={transmit}\"";
        _gateway = PacketForwarderModel.Start(
            _ether,
            new PacketForwarderOptions
            {
                Server = server,
                Channels = [Hertz.FromMegahertz(869.525), Hertz.FromMegahertz(868.1)],
                KeepAlive = TimeSpan.FromSeconds(1),
            },
            TimeProvider.System);
        return DeliversAsync();
    }

    [Fact]
    public Task Chain_OverRNodes_DeliversOnceInOrderAndTellsPresence()
    {
        _shop.SiteRadio = Modem(new RNodeOptions { Name = "site" });
        _shop.BaseRadio = Modem(new RNodeOptions { Name = "base" });
        return DeliversAsync();
    }

    [Fact]
    public async Task Chain_SitesRNodeIsUnplugged_GoesOnWhenItIsBack()
    {
        const int count = 8;
        _shop.SiteRadio = Modem(new RNodeOptions { Name = "site", Link = _shop.File("ttyRNode") });
        _shop.BaseRadio = Modem(new RNodeOptions { Name = "base" });
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await Watcher.StartAsync(_shop, int.MaxValue);
        await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();
        var device = _shop.Device(count);
        await watcher.WaitForLineAsync("connected 2 times");
        await _modems[0].UnplugAsync();
        _modems[0].Plug();
        Assert.Equal(0, await device.WaitForExitAsync());
        await watcher.WaitForLineAsync($"connected {count} times");
        Assert.Equal(
            Enumerable.Range(1, count).Select(number => $"Good job! You are connected {number} times"), watcher.Lines.Distinct());
        Assert.Equal(0, await site.StopAsync());
    }

    private async Task DeliversAsync()
    {
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await Watcher.StartAsync(_shop, Messages);
        var station = await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();
        await site.WaitForAsync("Session with link 1");
        Assert.Equal(0, await _shop.Device(Messages).WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(
            Enumerable.Range(1, Messages).Select(number => $"Good job! You are connected {number} times"), watcher.Lines);
        Assert.Equal("online", await _shop.PresenceAsync());
        Assert.Equal(0, await site.StopAsync());
        await station.WaitForAsync("is offline: it stopped");
        Assert.Equal(0, await station.StopAsync());
    }

    [Fact]
    public async Task Chain_SitesChipIsUnplugged_GoesOnWhenItIsBack()
    {
        const int count = 12;
        _shop.SiteRadio = Chip("dragino-lora-gps-hat");
        _shop.BaseRadio = Chip("waveshare-sx1262-spi");
        var port = _servers[0].Endpoint;
        await _shop.MosquittoAsync(_shop.UpstreamPort);
        await using var watcher = await Watcher.StartAsync(_shop, count);
        await _shop.NativeBaseAsync();
        var site = await _shop.NativeSiteAsync();
        var device = _shop.Device(count);
        await watcher.WaitForLineAsync("Good job! You are connected 2 times");
        await _servers[0].DisposeAsync();
        _servers[0] = Serve(KnownBoards.Dragino, port);
        Assert.Equal(0, await device.WaitForExitAsync());
        Assert.Equal(0, await watcher.WaitForExitAsync());
        Assert.Equal(
            Enumerable.Range(1, count).Select(number => $"Good job! You are connected {number} times"), watcher.Lines.Distinct());
        Assert.Equal(0, await site.StopAsync());
    }

    private string Modem(RNodeOptions options)
    {
        var modem = RNodeModel.Start(_ether, options, TimeProvider.System, new Random(_modems.Count));
        _modems.Add(modem);
        return $"uri = \"rnode:{modem.Path}\"";
    }

    private string Chip(string name)
    {
        var server = Serve(KnownBoards.Find(name)!, new IPEndPoint(IPAddress.Loopback, 0));
        _servers.Add(server);
        return $"uri = \"spi-tcp://{server.Endpoint}\"\nboard = \"{name}\"";
    }

    private ChipServer Serve(Board board, IPEndPoint listen) => ChipServer.Start(
        _ether, listen, board, ChipModelOptions.Of(board, board.Name), TimeProvider.System, _ => { });
}
