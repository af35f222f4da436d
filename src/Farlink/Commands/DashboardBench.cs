using System.Diagnostics;
using Farlink.Dashboard;
using Farlink.Simulation.Bench;

namespace Farlink.Commands;

/// <summary>
/// What the dashboard takes: of memory and processor while nobody looks, as a difference to a site without one that runs at the
/// same time and has carried as much; of the link while ten pages are open, beside the same with none. This program as other
/// processes, on loopback.
/// </summary>
/// <param name="idle">How long sites that do nothing are watched.</param>
/// <param name="messages">Messages of a device, with pages and without each.</param>
/// <param name="fill">Messages that each site carries before: what the dashboard remembers is full of them then.</param>
internal sealed class DashboardBench(TimeSpan idle, int messages, int fill)
{
    private const int Pages = 10, Turns = 4, WarmingUp = 10;
    private const double MostMegabytes = 15, MostPercent = 2, MostKibibytes = 200;
    private const double OctetsOfMebibyte = 1024 * 1024, OctetsOfMegabyte = 1e6;

    /// <summary>What messages may take longer than without pages: a tenth.</summary>
    private const double MostMore = 1.1;

    /// <summary>
    /// Or this, where a tenth is less. It is about a frame with its answer: of the few messages that decide p99, one may have
    /// waited for one more. Half of all decide p50, so it has no more than what two runs without pages differ by: a message
    /// passes four processes, each of which the system may let wait for a slice of its processor, some milliseconds.
    /// </summary>
    private const double AllowanceOfP99 = 100, AllowanceOfP50 = 10;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    public async Task MeasureAsync(Action<string> progress, Action<Figure> add)
    {
        progress("Page");
        add(PageSize());
        var folder = Directory.CreateTempSubdirectory("farlink-bench-").FullName;
        try
        {
            progress("Messages of both sites");
            await using var chain = await DashboardBenchChain.StartAsync(folder);
            await FillAsync(chain);
            progress("Idle sites");
            await Task.Delay(Settle);
            foreach (var figure in await IdleAsync(chain)) add(figure);

            // Its frames would be in the way of the other one's.
            chain.EndPlain();
            foreach (var figure in await LookedAtAsync(chain, progress)) add(figure);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Of the files in this program; a build without Node has none, and no size.</summary>
    private static Figure PageSize()
    {
        var assembly = typeof(DashboardServer).Assembly;
        double octets = 0;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith("page/", StringComparison.Ordinal)) continue;
            using var file = assembly.GetManifestResourceStream(name)!;
            octets += file.Length;
        }

        return new Figure(
            "page_size", "all files of the page, compressed, as a browser gets them",
            octets > 0 ? octets / 1024 : double.NaN, "KiB", MostKibibytes);
    }

    /// <summary>The same through both sites; whoever scrapes has come once.</summary>
    private async Task FillAsync(DashboardBenchChain chain)
    {
        if (fill > 0)
        {
            await using var plain = await DashboardBenchFlow.StartAsync("plain", chain.PlainPort, chain.SubscriberPort);
            await using var shown = await DashboardBenchFlow.StartAsync("shown", chain.DevicePort, chain.SubscriberPort);
            await Task.WhenAll(plain.FillAsync(fill), shown.FillAsync(fill));
        }

        await DashboardBenchPage.AskAsync(chain.PagePort, "/metrics");
    }

    private async Task<IReadOnlyList<Figure>> IdleAsync(DashboardBenchChain chain)
    {
        var clock = Stopwatch.StartNew();
        var (plain, shown) = (chain.Plain.ProcessorTime(), chain.Shown.ProcessorTime());
        await Task.Delay(idle);
        var (plainShare, shownShare) = (Share(chain.Plain, plain, clock), Share(chain.Shown, shown, clock));
        var (plainMemory, shownMemory) = (Megabytes(chain.Plain), Megabytes(chain.Shown));
        return
        [
            new Figure("idle_resident", $"a site that carried {fill} messages: resident, at most", plainMemory, "MB"),
            new Figure(
                "dashboard_resident", "what its dashboard adds while nobody looks", shownMemory - plainMemory, "MB",
                MostMegabytes)
            {
                Peers = [("the same site without one", plainMemory), ("the same site with one", shownMemory)],
            },
            new Figure("idle_processor", "the site without one, of a core", plainShare, "%"),
            new Figure(
                "dashboard_processor", "what its dashboard adds while nobody looks, of a core", shownShare - plainShare, "%",
                MostPercent)
            {
                Peers = [("the same site without one", plainShare), ("the same site with one", shownShare)],
            },
        ];
    }

    /// <summary>In turns, so that whatever else this host does meanwhile is with both.</summary>
    private async Task<IReadOnlyList<Figure>> LookedAtAsync(DashboardBenchChain chain, Action<string> progress)
    {
        await using var flow = await DashboardBenchFlow.StartAsync("flow", chain.DevicePort, chain.SubscriberPort);
        await flow.RunAsync(WarmingUp, new FlowTimes());
        FlowTimes unseen = new(), seen = new();
        long octets = 0;
        for (var turn = 0; turn < Turns; turn++)
        {
            progress("Messages, no page");
            await flow.RunAsync(messages / Turns, unseen);
            progress($"Messages, {Pages} pages");
            octets += await WithPagesAsync(chain, () => flow.RunAsync(messages / Turns, seen));
        }

        return [.. Compare(unseen, seen), .. Reported(chain, octets, unseen, seen)];
    }

    private static async Task<long> WithPagesAsync(DashboardBenchChain chain, Func<Task> run)
    {
        List<DashboardBenchPage> pages = [];
        try
        {
            for (var i = 0; i < Pages; i++)
                pages.Add(await DashboardBenchPage.OpenAsync(chain.PagePort, DashboardBenchChain.ShownLink));
            await run();
            return pages.Sum(page => page.Octets());
        }
        finally
        {
            foreach (var page in pages) await page.DisposeAsync();
        }
    }

    private static IReadOnlyList<Figure> Compare(FlowTimes unseen, FlowTimes seen) =>
    [
        Latency("p50", 0.5, AllowanceOfP50, unseen, seen), Latency("p99", 0.99, AllowanceOfP99, unseen, seen),
        new Figure(
            "pages_rate", $"messages delivered a second, {Pages} pages open", seen.Rate, "1/s", unseen.Rate / MostMore,
            IsAtMost: false)
        {
            Peers = [("no page open", unseen.Rate)],
        },
        new Figure("pages_missing", "messages that did not arrive, in all of it", unseen.Missing + seen.Missing, "", 0),
    ];

    private static Figure Latency(string name, double share, double allowance, FlowTimes unseen, FlowTimes seen)
    {
        var usual = unseen.Percentile(share);
        return new Figure(
            $"pages_latency_{name}", $"from a device to a subscriber at the base, {name}, {Pages} pages open",
            seen.Percentile(share), "ms", Math.Max(usual * MostMore, usual + allowance))
        {
            Peers = [("no page open", usual)],
        };
    }

    private static IReadOnlyList<Figure> Reported(DashboardBenchChain chain, long octets, FlowTimes unseen, FlowTimes seen) =>
    [
        new Figure(
            "pages_octets", "what a page was sent for a message", (double)octets / Pages / Math.Max(1, seen.Count), "octets"),
        new Figure(
            "pages_resident", $"the site after {unseen.Count + seen.Count} messages and {Pages} pages: resident, at most",
            Megabytes(chain.Shown), "MB"),
    ];

    private static double Megabytes(BenchChild child) => child.MostResident() * OctetsOfMebibyte / OctetsOfMegabyte;

    private static double Share(BenchChild child, TimeSpan before, Stopwatch clock) =>
        (child.ProcessorTime() - before) / clock.Elapsed * 100;
}
