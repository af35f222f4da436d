using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace Farlink.EndToEnd.Tests;

/// <summary>
/// Site, base and the upstream broker killed at random times while a device publishes: everything that was acknowledged to the
/// device must be acknowledged by the upstream broker, and what comes twice can only be what was under way at a kill.
/// </summary>
internal static class KillRun
{
    private const int Publish = 3;
    private const int PubAck = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>
    /// A site that restarts again and again waits longer each time before it opens a session, up to ten minutes.
    /// </summary>
    private static readonly TimeSpan PatienceAKill = TimeSpan.FromSeconds(15);

    /// <summary>A site that is killed again and again waits longer each time, on purpose: the next kill does not.</summary>
    private static readonly TimeSpan LongestQuiet = TimeSpan.FromSeconds(3);

    /// <summary>Runs it.</summary>
    /// <param name="kills">How often something is killed; the three take turns, in an order drawn from the seed.</param>
    /// <param name="seed">Seed of order and times.</param>
    public static async Task RunAsync(int kills, int seed)
    {
        await using var shop = await Workshop.CreateAsync();
        await shop.EtherAsync();
        var upstream = await shop.MosquittoAsync(shop.UpstreamPort);
        var (sent, arrived) = (new ConcurrentDictionary<int, string>(), new Arrivals());
        await using var proxy = new PacketProxy(shop.UpstreamPort, (first, isBase, body) =>
        {
            if (isBase && first >> 4 == Publish && Parse(body) is var (id, payload)) sent[id] = payload;
            if (isBase || first >> 4 != PubAck) return Task.CompletedTask;
            if (sent.TryRemove(BinaryPrimitives.ReadUInt16BigEndian(body), out var acknowledged)) arrived.Add(acknowledged);
            return Task.CompletedTask;
        });
        var url = $"mqtt://127.0.0.1:{proxy.Port}";
        var station = await shop.NativeBaseAsync(url);
        var site = await shop.NativeSiteAsync();
        var count = 25 * (kills + 1);
        var device = shop.Device(count, "150ms");
        var random = new Random(seed);
        var victims = new Queue<int>();
        for (var i = 0; i < kills; i++)
        {
            if (victims.Count == 0)
                foreach (var victim in Enumerable.Range(0, 3).OrderBy(_ => random.Next())) victims.Enqueue(victim);
            var after = arrived.All.Count + random.Next(1, 15);
            await arrived.TryWaitAsync(all => all.Count >= after, LongestQuiet);
            switch (victims.Dequeue())
            {
                case 0:
                    await site.KillAsync();
                    site = await shop.NativeSiteAsync();
                    break;
                case 1:
                    await station.KillAsync();
                    station = await shop.NativeBaseAsync(url);
                    break;
                default:
                    await upstream.KillAsync();
                    upstream = await shop.MosquittoAsync(shop.UpstreamPort);
                    break;
            }
        }

        Assert.Equal(0, await device.WaitForExitAsync(TimeSpan.FromSeconds(60 + count)));
        var expected = Enumerable.Range(1, count).Select(number => $"Good job! You are connected {number} times").ToArray();
        string Missing() => $"missing: {string.Join(", ", expected.Except(arrived.All))}";
        await arrived.WaitAsync(all => expected.All(all.Contains), Patience + (kills * PatienceAKill), Missing);
        Assert.InRange(arrived.All.Count(one => one.StartsWith("Good", StringComparison.Ordinal)), count, count + kills);
    }

    /// <summary>
    /// The same for a site whose broker is a mosquitto, which is killed while somebody publishes there: all that the site
    /// acknowledged to it must arrive. (What mosquitto itself loses when it is killed is not ours to keep.)
    /// </summary>
    public static async Task RunWithSitesBrokerAsync(int kills, int seed)
    {
        await using var shop = await Workshop.CreateAsync();
        await shop.EtherAsync();
        await shop.MosquittoAsync(shop.UpstreamPort);
        await using var watcher = await Watcher.StartAsync(shop, int.MaxValue);
        var own = await shop.SiteMosquittoAsync();
        var (handed, taken) = (new ConcurrentDictionary<int, string>(), new Arrivals());
        await using var proxy = new PacketProxy(shop.PlainSitePort, (first, isSite, body) =>
        {
            if (!isSite && first >> 4 == Publish && Parse(body) is var (id, payload)) handed[id] = payload;
            if (isSite && first >> 4 == PubAck
                && handed.TryRemove(BinaryPrimitives.ReadUInt16BigEndian(body), out var acknowledged))
                taken.Add(acknowledged);
            return Task.CompletedTask;
        });
        await shop.NativeBaseAsync();
        var site = await shop.NativeSiteAsync($"[broker]\nkind = \"external\"\nurl = \"mqtt://127.0.0.1:{proxy.Port}\"");
        await own.WaitForAsync("/esp8266 (QoS");
        await site.WaitForAsync("Session with link 1");
        var random = new Random(seed);
        var number = 0;
        for (var kill = 0; kill <= kills; kill++)
        {
            var dies = kill < kills ? random.Next(2, 8) : 8;
            for (var i = 0; i < dies; i++)
            {
                string[] publish = ["-h", "127.0.0.1", "-p", $"{shop.PlainSitePort}", "-q", "1", "-t", "/esp8266", "-m",
                    $"message {++number}."];
                Assert.Equal(0, (await RunningProcess.RunAsync("mosquitto_pub", publish)).Code);
            }

            if (kill == kills) break;
            await own.KillAsync();
            own = await shop.SiteMosquittoAsync();
            await site.WaitForAsync("Connected to broker", count: kill + 2);
        }

        await taken.WaitAsync(
            all => all.Contains($"message {number}."), Patience, () =>
                $"{number} published, the last one was not taken by the site");
        foreach (var one in taken.All.Distinct()) await watcher.WaitForLineAsync(one);
        Assert.InRange(taken.All.Distinct().Count(), 8, number);
    }

    /// <summary>Packet id and payload of an MQTT 5 PUBLISH with QoS (§3.3).</summary>
    private static (int Id, string Payload) Parse(byte[] body)
    {
        var at = 2 + BinaryPrimitives.ReadUInt16BigEndian(body);
        var id = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(at));
        var properties = body[at + 2];
        return (id, Encoding.UTF8.GetString(body.AsSpan(at + 3 + properties)));
    }
}
