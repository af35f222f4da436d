using System.Net;
using System.Net.Sockets;
using Farlink.Host.Doctor;
using Farlink.Keys.Certificates;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Tests.Doctor;

/// <summary>What can be wrong with brokers, this end's and the other's, and with the store between them.</summary>
internal static class BrokerCases
{
    /// <summary>A label is too long by seven letters (RFC 1035 §2.3.4), so that no network is asked.</summary>
    private static readonly string NoName = new string('a', 70) + ".invalid";

    public static IReadOnlyList<ProgramCase> All { get; } = [.. Own, .. Upstream, .. Stores];

    private static IEnumerable<ProgramCase> Own =>
    [
        new("cert.handshake", "nobody listens", Verdict.Fail, "127.0.0.1:", "journalctl", bench =>
        {
            bench.RunService();
            bench.Replace("192.168.2.1:8883", $"127.0.0.1:{FreePort()}");
        }),
        new("cert.handshake", "a certificate of another CA", Verdict.Fail, "was not issued by our CA", "systemctl restart",
            async bench => await RunOwnAsync(bench, "stranger", ListenerAuth.Mutual)),
        new("cert.handshake", "lets everybody in", Verdict.Fail, "lets in who has no certificate", "ss -ltnp",
            async bench => await RunOwnAsync(bench, "raspberry", ListenerAuth.Password)),
    ];

    private static IEnumerable<ProgramCase> Upstream =>
    [
        new("upstream.name", "no such name", Verdict.Fail, $"{NoName}:", "getent hosts",
            bench => bench.Toml = DoctorBench.Base(8883, "").Replace(
                "//127.0.0.1", $"//{NoName}", StringComparison.Ordinal)),
        new("upstream.reach", "nobody listens", Verdict.Fail, "127.0.0.1:", "nc -vz 127.0.0.1",
            bench => bench.Toml = DoctorBench.Base(FreePort(), "")),
        .. One("no such name", "upstream.name", ["upstream.reach", "upstream.tls", "upstream.login"],
            bench =>
            {
                bench.Toml = DoctorBench.Base(8883, "").Replace("//127.0.0.1", $"//{NoName}", StringComparison.Ordinal);
                return Task.CompletedTask;
            }),
        .. One("nobody listens", "upstream.reach", ["upstream.tls", "upstream.login"],
            bench =>
            {
                bench.Toml = DoctorBench.Base(FreePort(), "");
                return Task.CompletedTask;
            }),
        .. One("for another name", "upstream.tls", ["upstream.login"], bench => RunUpstreamAsync(bench, "elsewhere", "")),
        new("upstream.tls", "a port without TLS", Verdict.Fail, "it speaks no TLS at this port", "openssl s_client",
            async bench => bench.Toml = DoctorBench.Base(await RunAsync(bench, "raspberry", ListenerAuth.Plain), "")),
        new("upstream.tls", "a private CA that is not named", Verdict.Fail, "a private CA is named by ca", "openssl s_client",
            async bench =>
            {
                await RunUpstreamAsync(bench, "raspberry", "");
                bench.Replace("ca = \"ecc.ca.cert.pem\"\n", "");
            }),
        new("upstream.tls", "for another name", Verdict.Fail, "is not for the name mqtt.com", "openssl s_client",
            async bench => await RunUpstreamAsync(bench, "elsewhere", "")),
        new("upstream.tls", "without", Verdict.Warn, "192.0.2.7: no TLS", "mqtts://192.0.2.7:8883",
            bench => bench.Toml = DoctorBench.Base(1883, "").Replace(
                "mqtts://127.0.0.1", "mqtt://192.0.2.7", StringComparison.Ordinal)),
        new("upstream.login", "a wrong password", Verdict.Fail, "refused us", "upstream.password  # the password alone",
            async bench =>
            {
                await RunUpstreamAsync(bench, "raspberry", "");
                await File.WriteAllTextAsync(bench["upstream.password"], "wrong");
            }),
        new("upstream.login", "others may read the password", Verdict.Fail, "others may use it", "sudo chmod 600 /",
            async bench =>
            {
                await RunUpstreamAsync(bench, "raspberry", "");
                File.SetUnixFileMode(bench["upstream.password"], UnixFileMode.UserRead | UnixFileMode.OtherRead);
            }),
        new("upstream.login", "an id that is not the service's", Verdict.Warn, "the service comes as only-this", "sudoedit /",
            async bench =>
            {
                await RunUpstreamAsync(bench, "raspberry", "client_id = \"only-this\"");
                await File.WriteAllTextAsync(bench["upstream.password"], "wrong");
            }),
    ];

    /// <summary>One cause is one failure: the checks after it point at the one that tells it.</summary>
    private static IEnumerable<ProgramCase> One(
        string what, string told, IEnumerable<string> later, Func<DoctorBench, Task> broken) =>
        later.Select(id => new ProgramCase(id, what + ", told once", Verdict.Skip, $"see {told}", "", broken));

    private static IEnumerable<ProgramCase> Stores =>
    [
        new("disk.store", "damaged", Verdict.Fail, "is damaged", "systemctl restart",
            bench => File.WriteAllText(bench["farlink.db"], new string('x', 5000))),
        new("disk.store", "one was set aside", Verdict.Warn, "farlink.db.damaged-1", "sudo rm",
            bench => File.WriteAllText(bench["farlink.db.damaged-1"], "x")),
        new("link.airtime", "nearly used up", Verdict.Warn, "used in the last hour: messages wait", "farlink airtime --ledger",
            bench => Commit(bench, new StoreOperation.Airtime([], Duration.FromSeconds(350)))),
        new("link.backlog", "one waits for two hours", Verdict.Warn, "1 message waits, the oldest for 2 h", "airtime --ledger",
            bench => Commit(bench, new StoreOperation.Accept(new OutboxRow
            {
                Row = 1,
                Link = 1,
                Message = new MqttMessage { Topic = "/esp8266", Payload = new byte[20] },
                Accepted = new Instant(0),
            }))),
    ];

    /// <summary>Runs the broker of the site: as configured, or not quite.</summary>
    public static async Task RunOwnAsync(DoctorBench bench, string certificate, ListenerAuth auth)
    {
        bench.RunService();
        var port = await RunAsync(bench, certificate, auth);
        bench.Replace("192.168.2.1:8883", $"127.0.0.1:{port}");
    }

    /// <summary>Makes the end a base, with a broker that it feeds.</summary>
    public static async Task RunUpstreamAsync(DoctorBench bench, string certificate, string more) =>
        bench.Toml = DoctorBench.Base(await RunAsync(bench, certificate, ListenerAuth.Password), more);

    private static async Task<int> RunAsync(DoctorBench bench, string certificate, ListenerAuth auth)
    {
        var passwords = PasswordFile.Parse(string.Empty, "test");
        passwords.Set("base", "secret");
        var check = new CertificateCheck(bench["ecc.ca.cert.pem"], new VerificationClock(TimeProvider.System));
        var options = new BrokerOptions
        {
            Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, 0), auth)],
            Certificate = PemFiles.ReadWithKey(bench[$"ecc.{certificate}.cert.pem"], bench[$"ecc.{certificate}.key.pem"]),
            Passwords = passwords,
            RefuseClientCertificate = shown => check.CheckClient(shown) is { IsGood: false } bad ? bad.Text : null,
        };
        var broker = await EmbeddedBroker.StartAsync(options, NullLogger.Instance, TimeProvider.System, default);
        bench.Keep(broker);
        return broker.Endpoints[0].Port;
    }

    /// <summary>Two hours after the store began.</summary>
    private static void Commit(DoctorBench bench, StoreOperation operation)
    {
        using var store = SqliteStore.Open(bench["farlink.db"]);
        var now = new Instant(0) + Duration.FromSeconds(7200);
        store.Commit([new CommitRequest(1, now, [operation])]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
