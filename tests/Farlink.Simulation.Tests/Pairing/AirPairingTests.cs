using Farlink.Protocol.Airtime;
using Farlink.Protocol.Pairing;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Pairing;

/// <summary>Pairing over the air (docs/protocol.md §5), where all goes well or as radio goes.</summary>
public sealed class AirPairingTests
{
    [Fact]
    public void Pair_BothSayYes_BothKeepTheSame()
    {
        using var room = new PairingRoom();
        room.UntilCodes();
        Assert.Matches("^[0-9]{3} [0-9]{3}$", room.Site.Code);
        Assert.Equal(room.Site.Code, room.Base.Code);
        Assert.Empty(room.Kept);
        room.Confirm(link: 7);
        room.Until(() => room.Kept.Count == 2);
        Assert.Equal((PairingStep.Done, PairingStep.Done), (room.Site.Step, room.Base.Step));
        Assert.Equal((7, 7), (room.Site.Link, room.Base.Link));
        Assert.Equal(("home", "barn"), (room.Site.Peer!.Name, room.Base.Peer!.Name));
        Assert.Equal(room.BaseKey.Point.ToArray(), room.Site.Peer.Point.ToArray());
        Assert.Equal(room.SiteKey.Point.ToArray(), room.Base.Peer.Point.ToArray());
        Assert.Equal(32, room.Site.HelloKey.Length);
        Assert.Equal(room.Site.HelloKey.ToArray(), room.Base.HelloKey.ToArray());
    }

    [Fact]
    public void Pair_Done_ItsIdentitiesMakeASession()
    {
        using var room = new PairingRoom();
        room.UntilCodes();
        room.Confirm();
        room.Until(() => room.Kept.Count == 2);
        var site = PairedCredential.Of(LinkRole.Site, "barn", room.SiteKey.Point.Span);
        var baseStation = PairedCredential.Of(LinkRole.BaseStation, "home", room.BaseKey.Point.Span);
        var (ofSite, _) = SimulatedKey.Pair("barn", room.SiteKey, room.BaseKey);
        Assert.Equal(ofSite.Own.Content.ToArray(), site.Content.ToArray());
        var identity = new PairedIdentity(site, baseStation, room.Site.HelloKey.Span);
        Assert.Equal(identity.Peer.Point.ToArray(), room.Site.Peer!.Point.ToArray());
    }

    [Theory]
    [InlineData(LinkRole.Site)]
    [InlineData(LinkRole.BaseStation)]
    public void Pair_OneSaysYesMuchLater_WaitsForIt(LinkRole late)
    {
        using var room = new PairingRoom();
        room.UntilCodes();
        var early = late == LinkRole.Site ? LinkRole.BaseStation : LinkRole.Site;
        room.Of(early).Confirm(7, room.Now);
        room.For(60);
        Assert.Empty(room.Kept);
        room.Of(late).Confirm(7, room.Now);
        room.Until(() => room.Kept.Count == 2);
        Assert.Equal(2, room.Kept.Count);
    }

    [Fact]
    public void Pair_FramesLost_IsRepeatedAndNeverKeptAtTheSiteAlone()
    {
        var paired = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            using var room = new PairingRoom(seed);
            var chance = new Random(seed);
            room.Air = (_, frame) => chance.NextDouble() < 0.3 ? null : frame;
            room.UntilCodes();
            if (room.Site.Step == PairingStep.Comparing && room.Base.Step == PairingStep.Comparing) room.Confirm();
            room.For(130);

            // The site keeps it only after the base did.
            Assert.True(!room.Kept.Contains(LinkRole.Site) || room.Kept.Contains(LinkRole.BaseStation));
            if (room.Kept.Count == 2) paired++;
        }

        Assert.True(paired >= 57, $"{paired} of 60");
    }

    [Fact]
    public void Pair_EachFrameLostOnce_GoesOn()
    {
        using var whole = new PairingRoom();
        whole.UntilCodes();
        whole.Confirm();
        whole.Until(() => whole.Kept.Count == 2);
        Assert.Equal(7, whole.Sent.Select(one => one.Frame[0]).Distinct().Count());
        foreach (var type in whole.Sent.Select(one => one.Frame[0]).Distinct())
        {
            using var room = new PairingRoom();
            var isLost = false;
            room.Air = (_, frame) =>
            {
                if (isLost || frame[0] != type) return frame;
                isLost = true;
                return null;
            };
            room.UntilCodes();
            room.Confirm();
            room.Until(() => room.Kept.Count == 2);
            Assert.True(isLost);
            Assert.Equal(2, room.Kept.Count);
        }
    }

    [Fact]
    public void Pair_SlowRadio_StaysInsideAnHoursBudgetOfOnePercent()
    {
        var slow = new LoRaModulation { SpreadingFactor = new SpreadingFactor(12) };
        var options = new AirPairingOptions
        {
            Role = LinkRole.Site,
            Name = "barn",
            Point = new SimulatedKey(1).Point,
            Modulation = slow,
        };
        using var site = AirPairing.Open(options, new SeededRandom(1), new Instant(0));
        var spent = Duration.Zero;
        for (var second = 0; second < 120; second++)
        {
            if (site.PollTransmit(new Instant(second * 1_000_000_000L)) is { } frame)
                spent += LoRaAirtime.Of(slow, frame.Length);
        }

        Assert.InRange(spent.Seconds, 1, 18);
    }

    [Fact]
    public void Open_NameTooLongForAFrame_IsRefused()
    {
        var options = new AirPairingOptions
        {
            Role = LinkRole.Site,
            Name = new string('n', 64),
            Point = new SimulatedKey(1).Point,
            MostFrameOctets = 100,
        };
        var refused = Assert.Throws<ArgumentException>(() => AirPairing.Open(options, new SeededRandom(1), new Instant(0)));
        Assert.Contains("leaves 45 octets", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pair_LongestName_FitsAFrame()
    {
        var name = string.Concat(Enumerable.Repeat("\u20ac", 64));
        using var room = new PairingRoom(siteName: name);
        room.UntilCodes();
        room.Confirm();
        room.Until(() => room.Kept.Count == 2);
        Assert.Equal(name, room.Base.Peer!.Name);
        Assert.True(room.Sent.Max(one => one.Frame.Length) <= 254);
    }

    [Fact]
    public void HandleAnswer_ElementFailed_EndsIt()
    {
        using var room = new PairingRoom();
        room.UntilCodes();
        room.Site.Confirm(0, room.Now);
        room.Site.HandleAnswer([], room.Now);
        Assert.Equal(PairingFailure.KeyFailed, room.Site.Failure);
        Assert.Null(room.Site.PollTransmit(room.Now));
    }
}
