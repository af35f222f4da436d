using System.Net;
using Farlink.Keys.Files;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;
using Farlink.Simulation.EtherServer;

namespace Farlink.Commands;

/// <summary>A base and two sites on one simulated air, each a process: the same site twice, once with a dashboard.</summary>
internal sealed class DashboardBenchChain : IAsyncDisposable
{
    /// <summary>The link of <see cref="Shown"/>.</summary>
    public const int ShownLink = 2;

    private readonly PhysicalEtherServer _air;
    private readonly List<BenchChild> _children = [];
    private bool _hasPlain = true;

    private DashboardBenchChain(PhysicalEtherServer air) => _air = air;

    /// <summary>The base.</summary>
    public BenchChild Station => _children[0];

    /// <summary>The site without a dashboard.</summary>
    public BenchChild Plain => _children[1];

    /// <summary>The site with one.</summary>
    public BenchChild Shown => _children[2];

    /// <summary>Port of the broker of <see cref="Plain"/>.</summary>
    public int PlainPort { get; private set; }

    /// <summary>Port of the broker of <see cref="Shown"/>.</summary>
    public int DevicePort { get; private set; }

    /// <summary>Port of the base's broker.</summary>
    public int SubscriberPort { get; private set; }

    /// <summary>Port of the dashboard.</summary>
    public int PagePort { get; private set; }

    /// <summary>Starts all of it; both sites have a session then.</summary>
    public static async Task<DashboardBenchChain> StartAsync(string folder)
    {
        var ether = new SimulatedEther(new ChannelOptions(), TimeProvider.System, new Random(1));
        var chain = new DashboardBenchChain(PhysicalEtherServer.Start(ether, new IPEndPoint(IPAddress.Loopback, 0), _ => { }));
        try
        {
            await chain.BeginAsync(folder);
            return chain;
        }
        catch
        {
            await chain.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the site without a dashboard.</summary>
    public void EndPlain()
    {
        if (_hasPlain) Plain.Dispose();
        _hasPlain = false;
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _children.Count - 1; i >= 0; i--)
            if (i != 1 || _hasPlain) _children[i].Dispose();
        await _air.DisposeAsync();
    }

    private async Task BeginAsync(string folder)
    {
        for (var id = 1; id <= 2; id++) LinkKeyFile.Create(Path.Combine(folder, $"{id}.key"));
        Add(folder, "base", $"""
            {Common("base")}
            [[site]]
            name = "plain"
            id = 1
            key_file = "1.key"
            [[site]]
            name = "shown"
            id = 2
            key_file = "2.key"
            """);
        await Station.WaitAsync("is running");
        SubscriberPort = await Station.PortAsync("Broker listens");
        AddSite(folder, "plain", 1, "");
        AddSite(folder, "shown", ShownLink, "[dashboard]\nlisten = \"127.0.0.1:0\"");
        await Plain.WaitAsync("Session with link 1");
        await Shown.WaitAsync("Session with link 2");
        PlainPort = await Plain.PortAsync("Broker listens");
        DevicePort = await Shown.PortAsync("Broker listens");
        PagePort = await Shown.PortAsync("Dashboard at ");
    }

    private void AddSite(string folder, string name, int id, string more) =>
        Add(Directory.CreateDirectory(Path.Combine(folder, name)).FullName, "site", $"""
            {Common("site")}
            id = {id}
            key_file = "../{id}.key"
            {more}
            """);

    private void Add(string folder, string role, string toml) => _children.Add(BenchChild.Start(folder, role, toml));

    /// <summary>Ends inside the section of the link.</summary>
    private string Common(string role) => $"""
        [radio]
        uri = "ether://{_air.Endpoint}"
        [[broker.listener]]
        address = "127.0.0.1:0"
        auth = "plain"
        [[route]]
        topic = "#"
        priority = "urgent"
        [link]
        store = "{role}.db"
        """;
}
