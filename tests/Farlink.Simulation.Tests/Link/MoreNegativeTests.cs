using System.Reflection;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Edhoc;
using Farlink.Protocol.Session.Handshake;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;
using Farlink.Simulation.Air;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>More of what must not happen, by its number: jamming, a busy channel, hostile peers, keys that leak.</summary>
public sealed class MoreNegativeTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Negative07_AnHourOfJamming_LosesNothingAndCostsAtMostOneHandshake(bool up, bool down)
    {
        using var ends = Started();
        ends.Network.Channel.Block(ends.Site.Radio, ends.Base.Radio, up ? 1 : 0);
        ends.Network.Channel.Block(ends.Base.Radio, ends.Site.Radio, down ? 1 : 0);
        for (var i = 0; i < 30; i++)
        {
            ends.Site.Submit(TwoEnds.Seed(i));
            ends.RunFor(120);
        }

        ends.Network.Channel.Block(ends.Site.Radio, ends.Base.Radio, 0);
        ends.Network.Channel.Block(ends.Base.Radio, ends.Site.Radio, 0);
        var sessions = 0;
        ends.Network.OnEvent = (host, happened) => sessions += host == ends.Site && happened is LinkEvent.SessionUp ? 1 : 0;
        ends.RunFor(700);
        ends.Network.Finish();
        Assert.Empty(ends.Network.Violations);
        Assert.InRange(sessions, 0, 1);
    }

    [Fact]
    public void Negative21_TwoStartsFromOneDisk_HaveDifferentNoncesAndKeys()
    {
        var disk = new SimulatedDisk(1);
        var options = TwoEnds.Options(LinkRole.Site, new LinkOptions { Id = 1, Name = "a", Identity = TwoEnds.Key(1) }, null);
        byte[] Hello(int seed)
        {
            using var station = new LinkStation(options, disk.Load(), new SeededRandom(seed), new Instant(0));
            station.HandleCommitted(station.PollCommit()!.Ticket, new Instant(0));
            var at = station.NextTimeout(new Instant(0));
            return station.PollTransmit(at)!.Octets.ToArray();
        }

        var (first, second) = (Hello(1), Hello(2));
        Assert.False(PskHello.SiteNonce(first).SequenceEqual(PskHello.SiteNonce(second)));
    }

    [Fact]
    public void Negative27_GuessesAtASecretOfAnotherDevice_AllHaveTheSameLengths()
    {
        // Ten candidates of different content, 4 to 30 octets, one step of the padding; the attacker publishes each guess beside
        // the real one.
        string[] candidates = [.. Enumerable.Range(1, 10).Select(number =>
            string.Concat(Enumerable.Repeat($"{number * 7919}", 1 + (number / 2))))];
        HashSet<string> seen = [];
        foreach (var real in candidates)
        {
            foreach (var guess in candidates)
            {
                using var ends = Started();
                List<int> lengths = [];
                ends.Network.OnFrame = frame => lengths.Add(frame.Octets.Length);
                ends.Site.Submit(Secret("other/secret", "victim", real));
                ends.Site.Submit(Secret("own/topic", "attacker", guess));
                ends.RunFor(30);
                seen.Add(string.Join(' ', lengths));
            }
        }

        Assert.Single(seen);
        Submission Secret(string topic, string client, string text) => new()
        {
            Link = TwoEnds.LinkId,
            Client = client,
            PadTo = Protocol.Bridging.Route.SecretPad,
            Message = new MqttMessage { Topic = topic, Payload = System.Text.Encoding.ASCII.GetBytes(text) },
        };
    }

    [Fact]
    public void Negative05_FrameOfOneSiteUnderTheLinkIdOfAnother_IsSilent()
    {
        using var network = new SimulatedNetwork(3);
        LinkOptions[] links = [.. Enumerable.Range(1, 2).Select(id =>
            new LinkOptions { Id = (byte)id, Name = $"site-{id}", Identity = TwoEnds.Key(id) })];
        var station = network.Add("base", TwoEnds.Options(LinkRole.BaseStation, links[0], null) with { Links = links });
        List<byte[]> frames = [];
        network.OnFrame = frame =>
        {
            if (frame.Sender.Name == "site-1") frames.Add([.. frame.Octets]);
        };
        station.Start();
        foreach (var link in links)
        {
            var options = TwoEnds.Options(LinkRole.Site, link, null);
            var site = network.Add(link.Name, options, position: new Position(400 * link.Id, 0));
            site.Start();
            network.Time.Run(network.Time.Now + Duration.FromSeconds(10));
            site.Submit(TwoEnds.Seed(link.Id) with { Link = link.Id });
            network.Time.Run(network.Time.Now + Duration.FromSeconds(10));
        }

        var machine = station.Machine!;
        Assert.NotEmpty(frames);
        foreach (var octets in frames)
        {
            octets[1] = 2;
            machine.HandleFrame(octets, station.Now, new LinkQuality(null, null));
            Assert.Null(machine.PollCommit());
            Assert.Null(machine.PollTransmit(station.Now));
        }

        Assert.True(machine.Status(2, station.Now).HasSession);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Negative12_ProofOfANewSessionLostOrCorrupted_OldOneServesUntilItComes(bool isCorrupted)
    {
        using var ends = Started();
        ends.Site.Submit(TwoEnds.Seed(1));
        ends.RunFor(5);
        ends.Site.Crash();
        ends.Site.Start();
        var helloSeen = false;
        var stopped = 0;
        ends.Network.OnFrame = frame =>
        {
            // H2 has gone out: what the site sends next proves the session.
            helloSeen |= frame.Sender.Name == "base" && HelloFrame.IsHello(frame.Octets);
            if (!helloSeen || frame.Sender.Name != "site" || stopped++ > 2) return;
            if (isCorrupted) frame.Octets[^1] ^= 1;
            else ends.Network.Channel.Block(ends.Site.Radio, ends.Base.Radio, 1);
            Assert.True(ends.Base.Machine!.Status(TwoEnds.LinkId, ends.Base.Now).HasSession);
        };
        ends.RunFor(8);
        ends.Network.Channel.Block(ends.Site.Radio, ends.Base.Radio, 0);
        ends.Site.Submit(TwoEnds.Seed(2));
        ends.RunFor(700);
        ends.Network.Finish();
        Assert.True(stopped > 0);
        Assert.Empty(ends.Network.Violations);
    }

    [Fact]
    public void Negative22_AcknowledgementOfWhatWasNeverSent_IsABreachAndFreesNothing()
    {
        var sending = new SendSide(new OutboxQueue(), new SessionClock(new Instant(0)), new LossEstimate());
        List<QueuedMessage> committed = [];
        Assert.False(sending.TryApply(new AckField(1, 0), new Instant(0), committed));
        Assert.False(sending.TryApply(new AckField(0, 1), new Instant(0), committed));
        Assert.True(sending.TryApply(new AckField(0, 0), new Instant(0), committed));
        Assert.Empty(committed);
    }

    [Fact]
    public void Negative33_ChannelBusyForAnHour_IsSentOnAfterTheLimitAndNothingIsLost()
    {
        using var ends = Started();
        var noise = ends.Network.AddTransmitter("noise", new Position(5, 0));
        var stops = ends.Network.Time.Now + Duration.FromSeconds(3600);
        void Disturb()
        {
            if (ends.Network.Time.Now >= stops) return;
            ends.Network.Inject(noise, new byte[1]);
            ends.Network.Time.After(Duration.FromMilliseconds(30), Disturb);
        }

        Disturb();
        var before = ends.Site.FramesSent;
        for (var i = 0; i < 60; i++)
        {
            ends.Site.Submit(TwoEnds.Seed(i));
            ends.RunFor(60);
        }

        Assert.True(ends.Site.FramesSent > before + 10);
        ends.RunFor(1000);
        ends.Network.Finish();
        Assert.Empty(ends.Network.Violations);
    }

    [Fact]
    public void Negative34_LoudForgedFrames_ChangeNeitherPresenceNorQuality()
    {
        using var ends = Started();
        var machine = ends.Base.Machine!;
        var before = machine.Status(TwoEnds.LinkId, ends.Base.Now);
        var random = new Random(1);
        for (var i = 0; i < 1000; i++)
        {
            var forged = new byte[30];
            random.NextBytes(forged);
            forged[1] = TwoEnds.LinkId;
            machine.HandleFrame(forged, ends.Base.Now, new LinkQuality(new Dbm(-40), new Decibel(10)));
        }

        Assert.Equal(before, machine.Status(TwoEnds.LinkId, ends.Base.Now));
    }

    [Fact]
    public void Negative45_SessionState_CannotBeMadeOrReadButByAHandshake()
    {
        Type[] all = [typeof(SessionKeys), typeof(TrafficKey), typeof(LinkSession), typeof(SessionSecret), typeof(EdhocSession)];
        foreach (var type in all)
        {
            // EDHOC's session is anybody's who runs its roles; that of a link is not.
            Assert.Equal(type == typeof(EdhocSession), type.IsPublic);
            Assert.DoesNotContain(
                type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
                property => property.PropertyType == typeof(byte[]));
            Assert.DoesNotContain(type.GetInterfaces(), one => one.Name.Contains("Serializ", StringComparison.Ordinal));
        }

        Assert.Empty(typeof(SessionKeys).GetConstructors());
        Assert.Empty(typeof(EdhocSession).GetConstructors());
    }

    private static TwoEnds Started()
    {
        var ends = new TwoEnds(1, checkers: AllCheckers.Create());
        ends.Start();
        ends.RunFor(5);
        return ends;
    }
}
