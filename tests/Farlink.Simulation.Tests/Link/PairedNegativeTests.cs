using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Session.Edhoc;
using Farlink.Protocol.Session.Handshake;
using Farlink.Protocol.Units;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>All of <see cref="NegativeTests"/> between paired ends, and what only handshakes of EDHOC can be.</summary>
public sealed class PairedNegativeTests() : NegativeTests(isPaired: true)
{
    [Fact]
    public void Session_OfPairedEnds_TakesThreeFramesOf51And47And21Octets()
    {
        using var ends = new TwoEnds(1, isPaired: true);
        List<(HelloType Type, int Octets)> hellos = [];
        ends.Network.OnFrame = frame =>
        {
            if (HelloFrame.IsHello(frame.Octets)) hellos.Add((HelloFrame.TypeOf(frame.Octets), frame.Octets.Length));
        };
        ends.Start();
        ends.RunFor(5);

        Assert.Equal([(HelloType.EdhocFirst, 51), (HelloType.EdhocSecond, 47), (HelloType.EdhocThird, 21)], hellos);
        Assert.True(ends.Base.Machine!.Status(TwoEnds.LinkId, ends.Base.Now).HasSession);
        Assert.Equal((1, 1), (ends.SiteKey!.Uses, ends.BaseKey!.Uses));
    }

    [Fact]
    public void Negative12_ThirdMessageLostCorruptedOrPlayedAgain_IsSentAgainBeforeEachPollAndTakenOnce()
    {
        using var ends = new TwoEnds(1, isPaired: true);
        List<byte[]> thirds = [];
        ends.Network.OnFrame = frame =>
        {
            if (!HelloFrame.IsHello(frame.Octets) || HelloFrame.TypeOf(frame.Octets) != HelloType.EdhocThird) return;
            thirds.Add([.. frame.Octets]);
            if (thirds.Count < 3) frame.Octets[^1] ^= 1;
        };
        ends.Start();
        ends.RunFor(40);

        Assert.Equal(3, thirds.Count);
        Assert.All(thirds, third => Assert.Equal(thirds[0], third));
        Assert.Equal(1, ends.SiteKey!.Uses);
        Assert.True(ends.Base.Machine!.Status(TwoEnds.LinkId, ends.Base.Now).HasSession);
        var sent = ends.Base.FramesSent;
        ends.Base.Machine.HandleFrame(thirds[0], ends.Base.Now, Loud);
        Assert.Null(ends.Base.Machine.PollTransmit(ends.Base.Now));
        Assert.Equal(sent, ends.Base.FramesSent);
    }

    /// <summary>An error message is no handshake frame: it is not even parsed.</summary>
    [Theory]
    [InlineData("016568656c6c6f")]
    [InlineData("0202")]
    [InlineData("02820001")]
    [InlineData("03f5")]
    public void Negative13_ErrorMessageInPlaceOfTheSecond_IsCountedAndTheHandshakeGoesOn(string error)
    {
        using var ends = new TwoEnds(1, isPaired: true);
        byte[] injected = [HelloFrame.Head(HelloType.EdhocSecond, false), TwoEnds.LinkId, .. Convert.FromHexString(error)];
        ends.Network.OnFrame = frame =>
        {
            if (frame.Sender.Name != "site" || ends.Base.FramesSent > 0) return;
            ends.Site.Machine!.HandleFrame(injected, ends.Site.Now, Loud);
            injected[0] ^= 0x20;
            ends.Site.Machine!.HandleFrame(injected, ends.Site.Now, Loud);
        };
        ends.Start();
        ends.RunFor(5);

        Assert.True(ends.Site.Machine!.Refusals[LinkRefusal.UnexpectedHello] >= 2);
        Assert.True(ends.Site.Machine.Status(TwoEnds.LinkId, ends.Site.Now).HasSession);
    }

    /// <summary>The same at the base, in place of the site's frames: as they are, and as long as those.</summary>
    [Theory]
    [InlineData("00", HelloType.EdhocFirst, EdhocHello.FirstSize)]
    [InlineData("016165", HelloType.EdhocFirst, 0)]
    [InlineData("0202", HelloType.EdhocThird, EdhocHello.ThirdSize)]
    [InlineData("03f5", HelloType.EdhocThird, 0)]
    public void Negative13_ErrorMessageAtTheBase_IsCountedAndTheHandshakeGoesOn(string error, object type, int size)
    {
        using var ends = new TwoEnds(1, isPaired: true);
        byte[] injected = [HelloFrame.Head((HelloType)type, false), TwoEnds.LinkId, .. Convert.FromHexString(error)];
        if (size > 0) Array.Resize(ref injected, size);
        ends.Network.OnFrame = frame =>
        {
            if (ends.Base.Machine!.Status(TwoEnds.LinkId, ends.Base.Now).HasSession) return;
            foreach (var generation in new byte[] { 0, 0x20 })
            {
                injected[0] ^= generation;
                ends.Base.Machine.HandleFrame(injected, ends.Base.Now, Loud);
            }
        };
        var uses = ends.BaseKey!.Uses;
        ends.Start();
        ends.RunFor(5);

        var refused = ends.Base.Machine!.Refusals;
        Assert.True(refused[LinkRefusal.ForgedHello] + refused[LinkRefusal.UnexpectedHello] >= 2);
        Assert.True(ends.Base.Machine.Status(TwoEnds.LinkId, ends.Base.Now).HasSession);
        Assert.Equal(uses + 1, ends.BaseKey.Uses);
    }

    /// <summary>A hello by a holder of K_hello whose message_1 is no good: nothing is computed, nothing answered.</summary>
    [Theory]
    [InlineData("04")]
    [InlineData("00")]
    [InlineData("0305")]
    [InlineData("03025821")]
    [InlineData("030258200000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("03025820FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF")]
    public void Negative14And15_AuthenticHelloWithABadMessage1_IsSilentAndUsesNoKey(string begins)
    {
        using var ends = new TwoEnds(1, isPaired: true);
        ends.Base.Start();
        var identity = (PairedIdentity)ends.Base.Options.Links[0].Identity;
        var message1 = new byte[EdhocHello.Message1Size];
        Convert.FromHexString(begins).CopyTo(message1, 0);
        message1[^1] = 0x37;

        var machine = ends.Base.Machine!;
        machine.HandleFrame(EdhocHello.First(identity, TwoEnds.LinkId, false, 5, message1), ends.Base.Now, Loud);

        Assert.Null(machine.PollKeyRequest());
        Assert.Null(machine.PollTransmit(ends.Base.Now));
        Assert.Equal(1, machine.Refusals[LinkRefusal.ForgedHello]);
        ends.Site.Start();
        ends.RunFor(30);
        Assert.True(machine.Status(TwoEnds.LinkId, ends.Base.Now).HasSession);
    }

    [Fact]
    public void Negative16_OwnKeyOrCredentialAsThePeers_IsRefusedAtStart()
    {
        var key = new SimulatedKey(1);
        var own = EdhocCredential.Ccs("barn", [0], key.Point.Span);
        var alias = EdhocCredential.Ccs("base", [0x20], key.Point.Span);

        Assert.Throws<ArgumentException>(() => new PairedIdentity(own, own, new byte[32]));
        Assert.Throws<ArgumentException>(() => new PairedIdentity(own, alias, new byte[32]));
    }

    /// <summary>The right keys, but one end has another name, kid or link id of the other than it has itself.</summary>
    [Theory]
    [InlineData("well", 0x00, 1)]
    [InlineData("barn", 0x01, 1)]
    [InlineData("barn", 0x00, 2)]
    public void Negative17_RightKeyUnderAnotherNameKidOrLink_NeverGetsASession(string name, byte kid, byte link)
    {
        using var network = new SimulatedNetwork(5);
        var (siteKey, baseKey) = (new SimulatedKey(1), new SimulatedKey(2));
        var (genuine, _) = SimulatedKey.Pair("barn", siteKey, baseKey);
        var misbound = EdhocCredential.Ccs(name, [kid], siteKey.Point.Span);

        // Even with the hello key of the genuine pairing, which an attacker inside one end has.
        var other = new PairedIdentity(genuine.Peer, misbound, genuine.HelloKey);
        var options = new LinkOptions { Id = 1, Name = "barn", Identity = genuine };
        var site = network.Add(
            "site", TwoEnds.Options(LinkRole.Site, options, null), new HostOptions { Key = siteKey });
        var station = network.Add(
            "base", TwoEnds.Options(LinkRole.BaseStation, options with { Id = link, Identity = other }, null),
            new HostOptions { Key = baseKey });
        station.Start();
        site.Start();
        network.Time.Run(network.Time.Now + Duration.FromSeconds(120));

        Assert.False(station.Machine!.Status(link, station.Now).HasSession);
        Assert.True(station.Machine.Refusals.Total > 0);
    }

    [Fact]
    public void Negative17_SessionKeysOfOneLink_DoNotFitAnotherOrTheOtherDirection()
    {
        byte[] Key(byte link, LinkDirection direction)
        {
            using var session = new EdhocSession(new byte[32], EdhocCredential.Ccs("x", [0], new SimulatedKey(1).Point.Span));
            return new EdhocSessionSecret(session, link).Derive(direction).Key;
        }

        Assert.NotEqual(Key(1, LinkDirection.Up), Key(2, LinkDirection.Up));
        Assert.NotEqual(Key(1, LinkDirection.Up), Key(1, LinkDirection.Down));
        Assert.Equal(Key(1, LinkDirection.Up), Key(1, LinkDirection.Up));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Negative18_HelloOfTheOtherMode_IsRefusedAndNamed(bool isPaired)
    {
        using var ends = new TwoEnds(1, isPaired: isPaired);
        using var others = new TwoEnds(1, isPaired: !isPaired);
        ends.Start();
        ends.RunFor(5);
        List<byte[]> hellos = [];
        others.Network.OnFrame = frame => hellos.Add([.. frame.Octets]);
        others.Start();
        others.RunFor(3);
        var sent = ends.Base.FramesSent;

        foreach (var hello in hellos.Where(octets => HelloFrame.IsHello(octets)))
        {
            ends.Base.Machine!.HandleFrame(hello, ends.Base.Now, Loud);
            ends.Site.Machine!.HandleFrame(hello, ends.Site.Now, Loud);
        }

        Assert.True(ends.Base.Machine!.Refusals[LinkRefusal.OtherMode] >= 2);
        Assert.True(ends.Site.Machine!.Refusals[LinkRefusal.OtherMode] >= 2);
        Assert.Null(ends.Base.Machine.PollTransmit(ends.Base.Now));
        ends.RunFor(5);
        Assert.Equal(sent, ends.Base.FramesSent);
    }

    [Fact]
    public void Negative19_FiftyFailedHandshakes_StaysWithEdhocBacksOffAndRemembersItsCounter()
    {
        using var ends = new TwoEnds(1, isPaired: true);
        List<(Instant At, HelloType Type, uint Counter)> hellos = [];
        ends.Network.OnFrame = frame =>
        {
            if (frame.Sender.Name != "site") return;
            hellos.Add((ends.Network.Time.Now, HelloFrame.TypeOf(frame.Octets), HelloFrame.Counter(frame.Octets)));
        };
        ends.Site.Start();
        while (hellos.Count < 50) ends.RunFor(60);
        ends.Site.Crash();
        ends.Site.Start();
        ends.RunFor(600);

        Assert.All(hellos, hello => Assert.Equal(HelloType.EdhocFirst, hello.Type));
        Assert.True(hellos[49].At - hellos[48].At > Duration.FromSeconds(100));
        Assert.True(hellos[50].Counter > hellos[49].Counter);
        ends.Base.Start();
        ends.RunFor(700);
        Assert.True(ends.Base.Machine!.Status(TwoEnds.LinkId, ends.Base.Now).HasSession);
    }

    [Fact]
    public void Negative21_TwoStartsFromOneDisk_HaveDifferentEphemeralKeysAndSessions()
    {
        HashSet<string> ephemerals = [];
        for (var seed = 1; seed <= 2; seed++)
        {
            using var ends = new TwoEnds(seed, isPaired: true);
            ends.Network.OnFrame = frame =>
            {
                if (!HelloFrame.IsHello(frame.Octets)) return;
                if (HelloFrame.TypeOf(frame.Octets) == HelloType.EdhocFirst)
                    ephemerals.Add(Convert.ToHexString(EdhocHello.Message1(frame.Octets)[4..36]));
                else if (HelloFrame.TypeOf(frame.Octets) == HelloType.EdhocSecond)
                    ephemerals.Add(Convert.ToHexString(EdhocHello.Message(frame.Octets)[2..34]));
            };
            ends.Start();
            ends.RunFor(5);
        }

        Assert.Equal(4, ephemerals.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Key_ThatCannotBeUsedForAWhile_OnlyDelaysTheSession(bool isSites)
    {
        using var ends = new TwoEnds(1, isPaired: true);
        var host = isSites ? ends.Site : ends.Base;
        host.KeyWorks = false;
        ends.Start();
        ends.RunFor(30);
        Assert.False(ends.Base.Machine!.Status(TwoEnds.LinkId, ends.Base.Now).HasSession);

        host.KeyWorks = true;
        ends.RunFor(120);

        Assert.True(ends.Base.Machine.Status(TwoEnds.LinkId, ends.Base.Now).HasSession);
    }

    /// <summary>An authentic hello that would use up all counters: a thief of the hello key must not lock the site out.</summary>
    [Fact]
    public void Hello_CounterFarAhead_IsSilentAndTheGenuineOneIsAnswered()
    {
        using var ends = new TwoEnds(1, isPaired: true);
        ends.Base.Start();
        var identity = (PairedIdentity)ends.Site.Options.Links[0].Identity;
        static byte[] Octets(int count) => [.. Enumerable.Repeat((byte)7, count)];
        using var stolen = identity.Begin(TwoEnds.LinkId, false, uint.MaxValue, Octets);
        var machine = ends.Base.Machine!;

        machine.HandleFrame(stolen.First, ends.Base.Now, Loud);

        Assert.Null(machine.PollKeyRequest());
        Assert.Null(machine.PollCommit());
        Assert.Equal(1, machine.Refusals[LinkRefusal.StaleHello]);
        ends.Site.Start();
        ends.RunFor(10);
        Assert.True(machine.Status(TwoEnds.LinkId, ends.Base.Now).HasSession);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void End_WhileTheKeyComputesOrASessionRuns_IsDeafAndMuteFromThenOn(bool isComputing)
    {
        using var ends = new TwoEnds(1, isPaired: true);
        ends.Start();
        ends.RunFor(5);
        if (isComputing)
        {
            ends.Site.Crash();
            ends.Site.Start();
            for (var uses = ends.BaseKey!.Uses; ends.BaseKey.Uses == uses;) ends.RunFor(0.01);
        }

        ends.Base.Machine!.End(TwoEnds.LinkId, ends.Base.Now);
        ends.Site.Machine!.End(TwoEnds.LinkId, ends.Site.Now);
        var sent = ends.Base.FramesSent + ends.Site.FramesSent;
        ends.Site.Submit(TwoEnds.Seed(1));
        ends.RunFor(3600);

        Assert.InRange(ends.Base.FramesSent + ends.Site.FramesSent - sent, 0, 1);
        Assert.False(ends.Base.Machine.Status(TwoEnds.LinkId, ends.Base.Now).HasSession);
        Assert.Equal(SubmitVerdict.Ended, ends.Base.Submit(TwoEnds.Seed(2)));
    }
}
