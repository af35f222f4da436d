using System.Diagnostics;
using System.Net;
using Farlink.Demo;
using Farlink.Keys.Files;
using Farlink.Simulation.Air;
using Farlink.Simulation.Bench;
using Farlink.Simulation.Ether;
using Farlink.Simulation.EtherServer;

namespace Farlink.Commands;

/// <summary>
/// What the program takes of a small host before it has done anything: its size, its start, and the memory of a site that is
/// idle: a session, a listener with TLS, no device. This program as another process, with a base to talk to on loopback.
/// </summary>
internal static class PackageBench
{
    private const int Starts = 9;
    private const double MostMegabytes = 30, MostSeconds = 0.5, MostMebibytes = 60;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    public static async Task MeasureAsync(Action<string> progress, Action<Figure> add)
    {
        progress("Size");
        add(new Figure(
            "program_size", "the program, in one file", new FileInfo(Program()).Length / 1e6, "MB", MostMegabytes));
        progress("Start");
        add(new Figure(
            "start_version", $"farlink --version, from its start to its end, median of {Starts}", await VersionAsync(), "s",
            MostSeconds));
        progress("Idle site");
        foreach (var figure in await SiteAsync()) add(figure);
    }

    /// <summary>The program as it is handed out. Under `dotnet farlink.dll` none of the figures would be its own.</summary>
    private static string Program()
    {
        var own = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(own) != "dotnet" && File.Exists(own)
            ? own
            : throw new UsageException("This measures the native program: make it with eng/publish.sh, and run that.");
    }

    private static async Task<double> VersionAsync()
    {
        List<double> seconds = [];
        for (var i = 0; i < Starts; i++)
        {
            var clock = Stopwatch.StartNew();
            using var process = Process.Start(
                new ProcessStartInfo(Program(), ["--version"]) { RedirectStandardOutput = true })!;
            await process.WaitForExitAsync();
            seconds.Add(clock.Elapsed.TotalSeconds);
        }

        return seconds.Order().ElementAt(Starts / 2);
    }

    private static async Task<IReadOnlyList<Figure>> SiteAsync()
    {
        using var pki = DemoPki.Create();
        LinkKeyFile.Create(Path.Combine(pki.Folder, "bench.key"));
        var ether = new SimulatedEther(new ChannelOptions(), TimeProvider.System, new Random(1));
        await using var air = PhysicalEtherServer.Start(ether, new IPEndPoint(IPAddress.Loopback, 0), _ => { });
        using var station = BenchChild.Start(pki.Folder, "base", BaseToml(air.Endpoint));
        await station.WaitAsync("is running");

        var clock = Stopwatch.StartNew();
        using var site = BenchChild.Start(pki.Folder, "site", SiteToml(air.Endpoint));
        await site.WaitAsync("Broker listens");
        var listens = clock.Elapsed.TotalSeconds;
        await site.WaitAsync("is running");
        var runs = clock.Elapsed.TotalSeconds;
        await site.WaitAsync("Session with link 1");
        await Task.Delay(Idle);
        return
        [
            new Figure("start_site", "a site, from its start until devices can connect", listens, "s", MostSeconds),
            new Figure("start_link", "a site, from its start until its link runs, models prepared", runs, "s"),
            new Figure(
                "idle_resident", "a site with a session and no device: resident, at most", site.MostResident(), "MiB",
                MostMebibytes),
        ];
    }

    private static string SiteToml(IPEndPoint air) => $"""
        [radio]
        uri = "ether://{air}"
        [broker]
        ca = "pki/ecc.ca.cert.pem"
        cert = "pki/ecc.raspberry.cert.pem"
        key = "pki/ecc.raspberry.key.pem"
        [[broker.listener]]
        address = "127.0.0.1:0"
        [[route]]
        topic = "#"
        [link]
        store = "site.db"
        id = 1
        key_file = "bench.key"
        """;

    private static string BaseToml(IPEndPoint air) => $"""
        [radio]
        uri = "ether://{air}"
        [[broker.listener]]
        address = "127.0.0.1:0"
        auth = "plain"
        [[route]]
        topic = "#"
        [link]
        store = "base.db"
        [[site]]
        name = "bench"
        id = 1
        key_file = "bench.key"
        """;
}
