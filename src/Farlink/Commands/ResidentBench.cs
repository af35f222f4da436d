using System.Globalization;
using System.Net;
using Farlink.Keys.Files;
using Farlink.Mqtt;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;
using Farlink.Simulation.Air;
using Farlink.Simulation.Bench;
using Farlink.Simulation.Ether;
using Farlink.Simulation.EtherServer;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Commands;

/// <summary>
/// What a site takes of a small host's memory, after a thousand messages of a device, and a base with a hundred sites that
/// compress, all of them with a session: this program, with a peer to talk to, on loopback; as the system accounts for it
/// (proc(5), VmHWM).
/// </summary>
internal static class ResidentBench
{
    private const int Messages = 1000;
    private const double MostMebibytes = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync() =>
        [await InFolderAsync(SiteAsync), await InFolderAsync(BaseResidentBench.MeasureAsync)];

    private static async Task<Figure> InFolderAsync(Func<string, Task<Figure>> measure)
    {
        var folder = Directory.CreateTempSubdirectory("farlink-bench-").FullName;
        try
        {
            return await measure(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Figure> SiteAsync(string folder)
    {
        LinkKeyFile.Create(Path.Combine(folder, "link.key"));
        var ether = new SimulatedEther(new ChannelOptions(), TimeProvider.System, new Random(1));
        await using var air = PhysicalEtherServer.Start(ether, new IPEndPoint(IPAddress.Loopback, 0), _ => { });
        var common = $"""
            [radio]
            uri = "ether://{air.Endpoint}"
            [[broker.listener]]
            address = "127.0.0.1:0"
            auth = "plain"
            [[route]]
            topic = "#"
            """;
        using var station = BenchChild.Start(folder, "base", $"""
            {common}
            [link]
            store = "base.db"
            [[site]]
            name = "bench"
            id = 1
            key_file = "link.key"
            """);
        using var site = BenchChild.Start(folder, "site", $"""
            {common}
            [link]
            store = "site.db"
            id = 1
            key_file = "link.key"
            """);
        var listening = await site.WaitAsync("plain");
        await site.WaitAsync("Session with link 1");
        await PublishAsync(int.Parse(listening.Split(':')[^1].Split(' ', ',')[0], CultureInfo.InvariantCulture));
        return new Figure(
            "site_resident", $"a site with {Messages} messages of a device: resident, at most", site.MostResident(), "MiB",
            MostMebibytes);
    }

    private static async Task PublishAsync(int port)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var device = BrokerClient.Start(
            new BrokerClientOptions { Host = "127.0.0.1", Port = port, ClientId = "bench" }, null, NullLogger.Instance,
            TimeProvider.System);
        for (var i = 0; i < Messages; i++)
            await device.PublishAsync(BenchMessage(i), patience.Token);
    }

    private static MqttMessage BenchMessage(int number) => new()
    {
        Topic = "/esp8266",
        Payload = System.Text.Encoding.ASCII.GetBytes($"Good job! You are connected {number} times"),
    };
}
