using System.Net;
using System.Net.Sockets;
using System.Text;
using Farlink.Dashboard;
using Farlink.Dashboard.Tests;
using Farlink.Host.Doctor;
using Farlink.Keys.Certificates;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Tests.Doctor;

/// <summary>What can be wrong with the dashboard, its metrics, and what is published for Home Assistant.</summary>
internal static class DashboardCases
{
    public const string Prometheus = "/etc/prometheus/prometheus.yml", Loopback = "listen = \"127.0.0.1:8080\"";

    /// <summary>On another address a login and TLS must be.</summary>
    public const string Elsewhere = "listen = \"192.168.2.1:8080\"\n" + Hash + Tls;

    private const string Hash = "password_hash = \"pbkdf2-sha256$600000$AAECAwQFBgcICQoLDA0ODw==$"
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"\n";

    private const string Tls = "certificate = \"ecc.raspberry.cert.pem\"\nkey = \"ecc.raspberry.key.pem\"\n";

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static IReadOnlyList<ProgramCase> All { get; } = [.. Answers, .. Access, .. History, .. Metrics, .. HomeAssistant];

    private static IEnumerable<ProgramCase> Answers =>
    [
        new("dashboard.answer", "nobody listens", Verdict.Fail, "127.0.0.1:", "journalctl -u farlink-site", bench =>
        {
            var answer = new OneAnswer("");
            answer.Dispose();
            Run(bench, answer.Port, "");
        }),
        new("dashboard.answer", "another program does", Verdict.Fail, "is answered by another program", "sudo ss -ltnp 'sport",
            bench => Run(bench, Keep(bench, "HTTP/1.1 404 Not Found\r\n\r\n"), "")),
        new("dashboard.answer", "it has no page", Verdict.Warn, "answers, and has no page", "install Node 18",
            bench => Run(bench, Keep(bench, "HTTP/1.1 200 OK\r\n\r\n{\"program\":\"farlink\",\"page\":false}"), "")),
        new("dashboard.answer", "an older certificate", Verdict.Fail, "shows another certificate than /",
            "sudo systemctl restart farlink-site", async bench => Run(bench, await ShowAsync(bench, "elsewhere"), Tls)),
    ];

    private static IEnumerable<ProgramCase> Access =>
    [
        new("dashboard.login", "a proxy and no password", Verdict.Warn, "whoever comes by barn.example sees everything",
            "farlink dashboard password", bench => Write(bench, Loopback + "\nhosts = [\"localhost:9000\", \"barn.example\"]")),
        new("dashboard.login", "others may read the hash", Verdict.Warn, "may read the hash of the password", "chmod 600 /",
            bench =>
            {
                Write(bench, Loopback + "\n" + Hash);
                Open(bench);
            }),
        new("dashboard.cert", "for another name", Verdict.Warn, "ecc.raspberry.cert.pem is not for barn.example: browsers warn",
            "farlink pki issue --dir pki --server --name barn.example --file dashboard --replace",
            bench => Write(bench, Loopback + "\nhosts = [\"barn.example:443\"]\n" + Tls)),
        new("dashboard.cert", "for another address", Verdict.Warn, "is not for 192.168.9.9",
            "--address 192.168.9.9 --file dashboard", bench => Write(
                bench, Elsewhere.Replace("192.168.2.1", "192.168.9.9", StringComparison.Ordinal))),
        new("dashboard.cert", "another key", Verdict.Fail, "is not the key of", "sudo systemctl restart farlink-site",
            bench => Write(bench, Loopback + "\n" + Tls.Replace("raspberry.key", "ended.key", StringComparison.Ordinal))),
        new("dashboard.cert", "others may read its key", Verdict.Fail, "others may use it", "sudo chmod 600 /", bench =>
        {
            Write(bench, Loopback + "\n" + Tls);
            File.SetUnixFileMode(bench["ecc.raspberry.key.pem"], UnixFileMode.UserRead | UnixFileMode.GroupRead);
        }),
        new("cert.expiry", "the dashboard's has ended", Verdict.Fail, "ecc.ended.cert.pem ended on",
            "--file dashboard --replace", bench => Write(
                bench, Loopback + "\n" + Tls.Replace("raspberry", "ended", StringComparison.Ordinal))),
    ];

    private static IEnumerable<ProgramCase> History =>
    [
        new("dashboard.history", "root has made it", Verdict.Warn, "history.db is not the user farlink's",
            "sudo chown -R farlink: /", bench =>
            {
                Write(bench, Loopback);
                bench.Host.Folder(Path.GetDirectoryName(bench["farlink.db"])!)
                    .File("/etc/passwd", "farlink:x:54321:54321::/var/lib/farlink:/usr/sbin/nologin\n")
                    .Program("find", "*", $"{bench.Host.View.Real(bench["history.db"])}\n");
            }),
        new("dashboard.history", "it may not be written", Verdict.Warn, "history.db may not be written", "sudo chmod 640 /",
            bench =>
            {
                Write(bench, Loopback);
                File.WriteAllText(bench["history.db"], "x");
                File.SetUnixFileMode(bench["history.db"], UnixFileMode.UserRead);
            }),
        new("dashboard.history", "a folder", Verdict.Warn, "history.db is a folder", "history.db.old", bench =>
        {
            Write(bench, Loopback);
            Directory.CreateDirectory(bench["history.db"]);
        }),
    ];

    private static IEnumerable<ProgramCase> Metrics =>
    [
        new("dashboard.metrics", "switched off", Verdict.Warn, "metrics = false in [dashboard]", "metrics = true in [dashboard]",
            bench => Scrape(bench, Loopback + "\nmetrics = false", "- 127.0.0.1:8080")),
        new("dashboard.metrics", "without TLS", Verdict.Warn, "localhost:8080 without TLS", "# scheme: https",
            bench => Scrape(bench, Loopback + "\n" + Tls, "- targets: ['localhost:8080', 'localhost:9100']")),
        new("dashboard.metrics", "where it does not listen", Verdict.Warn, "the dashboard listens on 192.168.2.1:8080 alone",
            "listen = \"0.0.0.0:8080\"", bench => Scrape(bench, Elsewhere, "- 127.0.0.1:8080\n    scheme: https")),
        new("dashboard.metrics", "where it would have to sign in", Verdict.Warn, "it would have to sign in",
            "# targets: 127.0.0.1:8080", bench => Scrape(bench, Elsewhere, "- 192.168.2.1:8080\n    scheme: https")),
    ];

    private static IEnumerable<ProgramCase> HomeAssistant =>
    [
        new("homeassistant.acl", "nobody may read it", Verdict.Warn, "lets nobody read homeassistant/device/# and farlink/#",
            "topic read homeassistant/#", bench => Discover(bench, "user barn\ntopic write #\ntopic read farlink/#\n")),
        new("homeassistant.acl", "a line is not understood", Verdict.Fail, "expected user, topic or pattern", "sudoedit /",
            bench => Discover(bench, "usr barn\n")),
    ];

    /// <summary>Adds keys of [dashboard].</summary>
    public static void Write(DoctorBench bench, string keys) => bench.Toml += $"\n[dashboard]\n{keys}\n";

    /// <summary>Lets a Prometheus of the host have a target.</summary>
    public static void Scrape(DoctorBench bench, string keys, string target)
    {
        Write(bench, keys);
        bench.Host.File(
            Prometheus, $"scrape_configs:\n  - job_name: farlink\n    static_configs:\n      - targets:\n          {target}\n");
    }

    /// <summary>Switches discovery on at a broker with rules.</summary>
    public static void Discover(DoctorBench bench, string rules)
    {
        bench.Replace("[broker]\n", "[homeassistant]\ndiscovery = true\n[broker]\nacl_file = \"acl\"\n");
        File.WriteAllText(bench["acl"], rules);
    }

    /// <summary>Shows the dashboard of the bench, on a free port, with one of its certificates or without TLS.</summary>
    public static async Task<int> ShowAsync(DoctorBench bench, string? certificate)
    {
        var options = new DashboardOptions
        {
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            Certificate = certificate is null ? null
                : PemFiles.ReadWithKey(bench[$"ecc.{certificate}.cert.pem"], bench[$"ecc.{certificate}.key.pem"]),
        };
        var server = await DashboardServer.StartAsync(
            options, new BenchSource(TimeProvider.System), NullLoggerFactory.Instance, TimeProvider.System, default);
        bench.Keep(server);
        return server.Endpoint.Port;
    }

    /// <summary>Says that the service runs, with its dashboard at a port.</summary>
    public static void Run(DoctorBench bench, int port, string more)
    {
        bench.RunService();
        Write(bench, $"listen = \"127.0.0.1:{port}\"\n{more}");
    }

    /// <summary>Lets everybody read the configuration.</summary>
    private static void Open(DoctorBench bench)
    {
        File.WriteAllText(bench["farlink.toml"], "");
        File.SetUnixFileMode(bench["farlink.toml"], Readable);
        File.SetUnixFileMode(
            Path.GetDirectoryName(bench["farlink.toml"])!,
            Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    private static int Keep(DoctorBench bench, string text)
    {
        var answer = new OneAnswer(text);
        bench.Keep(answer);
        return answer.Port;
    }

    /// <summary>A program that says one thing to whoever comes first, and hangs up.</summary>
    private sealed class OneAnswer : IDisposable, IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly string _text;
        private readonly Task _serving;

        public OneAnswer(string text)
        {
            _text = text;
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _serving = ServeAsync();
        }

        public int Port { get; }

        public void Dispose() => _listener.Dispose();

        public async ValueTask DisposeAsync()
        {
            Dispose();
            await _serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                using var socket = await _listener.AcceptTcpClientAsync();
                var stream = socket.GetStream();
                if (await stream.ReadAsync(new byte[1024]) > 0) await stream.WriteAsync(Encoding.ASCII.GetBytes(_text));
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException or IOException)
            {
                // Nobody came, or whoever came has gone.
            }
        }
    }
}
