using Farlink.Protocol.Airtime;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Bench;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>One that takes more than its share, a site or a device, takes it from itself only.</summary>
public sealed class ShareTests
{
    private const int Sites = 100;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Negative24_SiteThatPollsOrRestartsAllTheTime_LeavesTheOthersTheirDelivery(bool restarts)
    {
        var usual = Run(null);
        var attacked = Run(restarts ? Restart : Poll);
        Assert.Empty(attacked.Violations);
        Assert.True(usual.Delivered > 90 * Sites / 10, $"{usual.Delivered} were delivered without an attacker");
        Assert.InRange(attacked.Delivered, usual.Delivered * 0.95, usual.Delivered * 1.05);
    }

    [Fact]
    public void Negative26_DeviceThatFloodsTheQueue_IsHeldBackAndTheOthersMessagesPass()
    {
        using var ends = new TwoEnds(4, duty: DutyCycle.FromPercent(10), checkers: AllCheckers.Create());
        ends.Start();
        ends.RunFor(10);
        Assert.Equal(SubmitVerdict.Taken, ends.Site.Submit(Message("good", "good/first", new byte[30])));
        var random = new Random(4);
        var held = false;
        for (var i = 0; i < 2000 && !held; i++)
        {
            var payload = new byte[8000];
            random.NextBytes(payload);
            held = ends.Site.Submit(Message("flood", $"flood/{i}", payload)) == SubmitVerdict.ClientShareFull;
        }

        Assert.True(held);
        Assert.InRange(ends.Site.Machine!.Status(TwoEnds.LinkId, ends.Site.Now).QueuedOctets, 0, 4 * 1024 * 1024);

        // Hours of airtime wait before them in the order of acceptance, and they pass all the same.
        List<Duration> latencies = [];
        Dictionary<string, Instant> sent = [];
        ends.Network.OnPublished = (_, row) =>
        {
            if (sent.Remove(row.Message.Topic, out var at)) latencies.Add(ends.Network.Time.Now - at);
        };
        for (var i = 0; i < 60; i++)
        {
            sent[$"good/{i}"] = ends.Network.Time.Now;
            Assert.Equal(SubmitVerdict.Taken, ends.Site.Submit(Message("good", $"good/{i}", new byte[30])));
            ends.RunFor(60);
            ends.Site.Submit(Message("flood", $"more/{i}", new byte[8000]));
        }

        ends.RunFor(300);
        Assert.Empty(sent);
        latencies.Sort();
        Assert.InRange(latencies[57].Seconds, 0, 90);
    }

    [Fact]
    public void Share_ManyShortUrgentMessages_CountWhatTheyCostOnTheAir()
    {
        // 40 octets in a frame of their own take 92 ms, in a full frame 67 ms.
        var duty = DutyCycle.FromPercent(10);
        using var ends = new TwoEnds(5, duty: duty, checkers: AllCheckers.Create());
        ends.Start();
        ends.RunFor(10);
        ends.Site.Submit(Message("good", "good/first", new byte[30]));
        var before = ends.Site.AirtimeSent;
        var held = 0;
        for (var i = 0; i < 2400; i++)
        {
            var urgent = Message("flood", "alarm",
                [.. BitConverter.GetBytes(i), .. new byte[36]]) with
            { Priority = Priority.Urgent };
            if (ends.Site.Submit(urgent) == SubmitVerdict.ClientShareFull) held++;
            ends.RunFor(1);
        }

        Assert.True(held > 0);
        Assert.InRange((ends.Site.AirtimeSent - before).Seconds, 0.3 * duty.Budget.Seconds, 0.4 * duty.Budget.Seconds);
        Assert.Equal(SubmitVerdict.Taken, ends.Site.Submit(Message("good", "good/last", new byte[30])));
    }

    [Fact]
    public void Negative25_BodyAnnouncedAboveTheLimit_IsABreachBeforeAnythingIsHeld()
    {
        // Lane urgent, QoS 1, a new slot, and a body one octet longer than the limit; then 64 KiB inside it, a thousand times.
        const int limit = 8192;
        var decoder = new StreamDecoder(new SessionClock(new Instant(0)), limit);
        List<Decoded> completed = [];
        Assert.False(decoder.TryDecode([0x48, 0x00, 0x00, 0x81, 0x40, .. new byte[100]], completed));
        Assert.Equal(0, decoder.HeldOctets);
        var inside = new StreamDecoder(new SessionClock(new Instant(0)), limit);
        Assert.True(inside.TryDecode([0x48, 0x00, 0x00, 0x80, 0x40, .. new byte[100]], completed));
        for (var i = 0; i < 1000 && inside.TryDecode([0x60, .. new byte[200]], completed); i++)
            Assert.InRange(inside.HeldOctets, 0, limit);
        Assert.InRange(completed.Count, 0, 1);
    }

    [Fact]
    public void Negative28_HundredThousandTopicsOfOneDevice_LeaveTheOthersTheirSlots()
    {
        var encoder = new StreamEncoder<string>(new SessionClock(new Instant(0)));
        var source = new OneAfterTheOther();
        Span<byte> chunk = stackalloc byte[255];
        List<string> completed = [];
        int Size(string publisher, string topic, Span<byte> room)
        {
            var message = new MqttMessage { Topic = topic, Payload = new byte[4] };
            source.Next = new Outgoing(message, Instant.Never) { Publisher = publisher };
            return encoder.Fill(room, source, completed);
        }

        for (var i = 0; i < 10; i++) Size("good", $"a/rather/long/topic/{i}", chunk);
        for (var i = 0; i < 100_000; i++) Size("flood", $"flood/{i}", chunk);
        for (var i = 0; i < 10; i++) Assert.InRange(Size("good", $"a/rather/long/topic/{i}", chunk), 1, 12);
    }

    private static Submission Message(string client, string topic, byte[] payload) => new()
    {
        Link = TwoEnds.LinkId,
        Client = client,
        Message = new MqttMessage { Topic = topic, Payload = payload },
    };

    /// <summary>Asks for an answer with every frame, twice a second, whatever the law says.</summary>
    private static void Poll(SimulatedNetwork network, SimulatedHost attacker, byte link)
    {
        var count = 0;
        void Again()
        {
            attacker.Submit(new Submission
            {
                Link = link,
                Priority = Priority.Urgent,
                Message = new MqttMessage { Topic = "x", Payload = BitConverter.GetBytes(++count) },
            });
            network.Time.After(Duration.FromMilliseconds(500), Again);
        }

        network.Time.After(Duration.FromSeconds(60), Again);
    }

    /// <summary>Loses power every ten seconds, and opens a session each time.</summary>
    private static void Restart(SimulatedNetwork network, SimulatedHost attacker, byte link)
    {
        void Again()
        {
            attacker.Crash();
            attacker.Start();
            network.Time.After(Duration.FromSeconds(10), Again);
        }

        network.Time.After(Duration.FromSeconds(60), Again);
    }

    private static (int Delivered, IReadOnlyList<string> Violations) Run(Action<SimulatedNetwork, SimulatedHost, byte>? attack)
    {
        using var network = new SimulatedNetwork(9, new ChannelOptions());
        network.Checkers.AddRange(AllCheckers.Create(mayWait: true).Where(checker => checker is not DutyChecker));
        var duty = DutyCycle.FromPercent(10);
        var links = Enumerable.Range(1, Sites).Select(number => new LinkOptions
        {
            Id = (byte)number,
            Name = $"site{number}",
            Identity = BenchLink.Key(number),
            PhasePeriod = Duration.FromSeconds(60),
            PhaseOffset = Duration.FromSeconds(60.0 / Sites * number),
        }).ToArray();
        var station = network.Add("base", new StationOptions { Role = LinkRole.BaseStation, Links = links, DutyCycle = duty });
        var random = new Random(9);
        List<SimulatedHost> sites = [];
        foreach (var link in links)
        {
            var isAttacker = attack is not null && link.Id == Sites;
            var own = isAttacker ? link with { ConfirmWithin = Duration.FromMilliseconds(1) } : link;
            var position = new Position((random.NextDouble() - 0.5) * 1000, (random.NextDouble() - 0.5) * 1000);
            sites.Add(network.Add(
                link.Name, TwoEnds.Options(LinkRole.Site, own, isAttacker ? DutyCycle.Unlimited : duty), position: position));
        }

        station.Start();
        foreach (var site in sites) network.Time.After(Duration.FromSeconds(random.NextDouble() * 30), site.Start);
        var delivered = 0;
        network.OnPublished = (_, row) => delivered += row.Message.Topic == "state" ? 1 : 0;
        for (var i = 0; i < Sites - 1; i++)
        {
            var (site, link) = (sites[i], links[i].Id);
            for (var minute = 2; minute < 32; minute += 3)
            {
                var number = minute;
                var at = new Instant(0) + Duration.FromSeconds((60 * minute) + (random.NextDouble() * 180));
                network.Time.At(at, () => site.Submit(new Submission
                {
                    Link = link,
                    MostLatency = Duration.FromSeconds(60),
                    Message = new MqttMessage { Topic = "state", Payload = BitConverter.GetBytes((number * 1000) + link) },
                }));
            }
        }

        attack?.Invoke(network, sites[^1], Sites);
        network.Time.Run(new Instant(0) + Duration.FromSeconds(60 * 38));
        network.Finish();
        return (delivered, network.Violations);
    }

    private sealed class OneAfterTheOther : IMessageSource<string>
    {
        public Outgoing? Next { get; set; }

        public bool TryPeek(Priority lane, out string entry, out Outgoing outgoing)
        {
            entry = "";
            outgoing = Next ?? default;
            return lane == Priority.Normal && Next is not null;
        }

        public void Take(string entry) => Next = null;
    }
}
