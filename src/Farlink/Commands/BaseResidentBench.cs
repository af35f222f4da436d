using System.Net;
using System.Text;
using Farlink.Keys.Files;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime;
using Farlink.Runtime.Link;
using Farlink.Simulation.Air;
using Farlink.Simulation.Bench;
using Farlink.Simulation.Ether;
using Farlink.Simulation.EtherServer;
using Farlink.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Commands;

/// <summary>
/// What a base with a hundred sites takes: this program as a base, and in this process the sites, ten at a time, each with a
/// session and a compressed message. Their sessions, and with them the models, stay at the base.
/// </summary>
internal static class BaseResidentBench
{
    private const int Sites = 100, AtOnce = 10;
    private const double MostMebibytes = 600;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static async Task<Figure> MeasureAsync(string folder)
    {
        for (var id = 1; id <= Sites; id++) LinkKeyFile.Create(KeyFile(folder, id));
        var ether = new SimulatedEther(new ChannelOptions(), TimeProvider.System, new Random(1));
        await using var air = PhysicalEtherServer.Start(ether, new IPEndPoint(IPAddress.Loopback, 0), _ => { });
        using var station = BenchChild.Start(folder, "base", Toml(folder, air.Endpoint));
        await station.WaitAsync("Base base");
        foreach (var some in Enumerable.Range(1, Sites).Chunk(AtOnce))
            await Task.WhenAll(some.Select(id => TalkAsync(folder, id, ether)));
        return new Figure(
            "base_resident", $"a base with {Sites} sites, each with a session and a model in one direction: resident, at most",
            station.MostResident(), "MiB", MostMebibytes);
    }

    private static string Toml(string folder, IPEndPoint air)
    {
        var toml = new StringBuilder($"""
            [radio]
            uri = "ether://{air}"
            [[broker.listener]]
            address = "127.0.0.1:0"
            auth = "plain"
            [[route]]
            topic = "#"
            [link]
            store = "base.db"
            """);
        for (var id = 1; id <= Sites; id++)
            toml.Append($"\n[[site]]\nname = \"site-{id}\"\nid = {id}\nkey_file = \"{KeyFile(folder, id)}\"\n");
        return toml.ToString();
    }

    private static string KeyFile(string folder, int id) => Path.Combine(folder, $"{id}.key");

    /// <summary>A site comes up, sends a message, and is gone without a word.</summary>
    private static async Task TalkAsync(string folder, int id, SimulatedEther ether)
    {
        var link = new LinkOptions
        {
            Id = (byte)id,
            Name = $"site-{id}",
            Identity = new PreSharedKey(LinkKeyFile.Read(KeyFile(folder, id))),
            ModelMebibytes = LinkOptions.UsualModelMebibytes,
        };
        var options = new StationOptions { Role = LinkRole.Site, Links = [link] };
        var context = new RuntimeContext { Logging = NullLoggerFactory.Instance };
        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var observer = new LinkObserver
        {
            OnEvent = happened =>
            {
                if (happened is LinkEvent.Confirmed) confirmed.TrySetResult();
            },
        };
        await using var radio = ether.CreateRadio($"site-{id}", new Position(100 + id, 0));
        await radio.ConfigureAsync(new RadioSettings { Frequency = Hertz.FromMegahertz(869.525) }, CancellationToken.None);
        using var store = SqliteStore.Open(Path.Combine(folder, $"site-{id}.db"));
        await using var pump = LinkPump.Start(
            radio, options, store, store.Load(), elements: [], context, NullLogger.Instance, observer);
        await pump.SubmitAsync(
            [
                new Submission
                {
                    Link = (byte)id,
                    Priority = Priority.Urgent,
                    Message = new MqttMessage { Topic = "state", Payload = Encoding.ASCII.GetBytes($"{{\"site\":{id}}}") },
                },
            ],
            []);
        await confirmed.Task.WaitAsync(Patience);
    }
}
