using Farlink.Protocol.Link;
using Farlink.Protocol.Pairing;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Pairing;

/// <summary>Negative tests 36 to 38 of pairing: others on the air, and people who do not both say yes.</summary>
public sealed class AirPairingNegativeTests
{
    private const byte BaseEnd = 0xC9;
    private const byte SiteEnd = 0xCA;

    [Fact]
    public void N36_ManInTheMiddleWithKeysOfHisOwn_CodesDiffer()
    {
        var same = 0;
        for (var seed = 1; seed <= 300; seed++)
        {
            // He is a base to the site and a site to the base, under their names.
            using var left = new PairingRoom(seed);
            using var right = new PairingRoom(seed + 10_000);
            left.UntilCodes();
            right.UntilCodes();
            if (left.Site.Code == right.Base.Code) same++;
        }

        Assert.Equal(0, same);
    }

    [Fact]
    public void N36_RevealChosenAfterTheCodeIsKnown_EndsIt()
    {
        // With what the base has shown he looks for a random part that gives the code he wants, and reveals that.
        using var room = new PairingRoom();
        using var his = new PairingRoom(99);
        byte[] wanted = [];
        room.Air = (from, frame) => from == LinkRole.Site && frame[0] == SiteEnd ? wanted : frame;
        his.UntilCodes();
        wanted = his.Sent.First(one => one.Frame[0] == SiteEnd).Frame;
        room.Until(() => room.Sent.Exists(one => one.Frame[0] == BaseEnd));
        room.Sent[0].Frame.AsSpan(2, 4).CopyTo(wanted.AsSpan(2));
        room.For(10);
        Assert.Equal(PairingFailure.WrongReveal, room.Base.Failure);
        Assert.Null(room.Base.Code);
    }

    [Fact]
    public void N36_AnyBitOfAnyFrameFlipped_IsNeverKeptWithOtherCodesOrKeys()
    {
        using var whole = new PairingRoom();
        whole.UntilCodes();
        whole.Confirm();
        whole.Until(() => whole.Kept.Count == 2);
        foreach (var (type, length) in whole.Sent.Select(one => (one.Frame[0], one.Frame.Length)).Distinct())
        {
            for (var bit = 0; bit < length * 8; bit += 3)
            {
                using var room = new PairingRoom();
                var flipped = bit;
                room.Air = (_, frame) => frame[0] == type && frame.Length == length ? Flip(frame, flipped) : frame;
                room.UntilCodes();
                var codes = (room.Site.Code, room.Base.Code);
                if (codes.Item1 is null || codes.Item2 is null || codes.Item1 != codes.Item2) continue;
                room.Confirm();
                room.Until(() => room.Kept.Contains(LinkRole.Site) || room.Site.Step == PairingStep.Failed);

                // Each later one is authentic or ignored; always flipped, it never comes.
                Assert.DoesNotContain(LinkRole.Site, room.Kept);
            }
        }
    }

    [Fact]
    public void N37_OneSideOpenOnly_NothingIsAnsweredOrKept()
    {
        using var room = new PairingRoom();
        room.Crashed.Add(LinkRole.Site);
        room.For(130);
        Assert.Empty(room.Sent);
        Assert.Equal(PairingFailure.NobodyHeard, room.Base.Failure);

        using var other = new PairingRoom();
        other.Crashed.Add(LinkRole.BaseStation);
        other.For(130);
        Assert.Equal(PairingFailure.NobodyHeard, other.Site.Failure);
        Assert.Empty(other.Kept);
    }

    [Fact]
    public void N37_FramesOfAPairingAtRunningStations_AreSilentlyRefused()
    {
        using var room = new PairingRoom();
        room.UntilCodes();
        room.Confirm();
        room.Until(() => room.Kept.Count == 2);
        var (_, baseStation) = SimulatedKey.Pair("barn", room.SiteKey, room.BaseKey);
        var link = new LinkOptions { Id = 1, Name = "barn", Identity = baseStation };
        var options = new StationOptions { Role = LinkRole.BaseStation, Links = [link] };
        using var station = new LinkStation(options, new SimulatedDisk(1).Load(), new SeededRandom(1), new Instant(0));
        foreach (var (_, frame) in room.Sent)
        {
            station.HandleFrame(frame, new Instant(1), new LinkQuality(new Dbm(-80), new Decibel(8)));
            Assert.Null(station.PollTransmit(new Instant(1)));
            Assert.Null(station.PollKeyRequest());
            Assert.Null(station.PollCommit());
        }

        Assert.Equal(room.Sent.Count, station.Refusals[LinkRefusal.UnknownLink]);
    }

    [Fact]
    public void N37_AfterTwoMinutes_NothingHappensAnyMore()
    {
        using var room = new PairingRoom();
        room.UntilCodes();
        room.For(121);
        Assert.Equal((PairingFailure.NotConfirmed, PairingFailure.NotConfirmed), (room.Site.Failure, room.Base.Failure));
        var sent = room.Sent.Count;
        foreach (var (from, frame) in room.Sent.ToList())
            room.Inject(from == LinkRole.Site ? LinkRole.BaseStation : LinkRole.Site, frame);
        room.For(30);
        Assert.Equal(sent, room.Sent.Count);
        room.Site.Confirm(0, room.Now);
        Assert.Null(room.Site.Request);
        Assert.Empty(room.Kept);
    }

    [Fact]
    public void N37_SecondSiteDuringAPairing_IsNotTakenAndCounted()
    {
        using var room = new PairingRoom();
        using var second = new PairingRoom(5, "shed");
        room.Until(() => room.Sent.Exists(one => one.Frame[0] == BaseEnd));
        second.UntilCodes();
        foreach (var (_, frame) in second.Sent.Where(one => one.From == LinkRole.Site).ToList())
            room.Inject(LinkRole.BaseStation, frame);
        room.UntilCodes();
        Assert.Equal("barn", room.Base.Peer!.Name);
        Assert.True(room.Base.OthersHeard >= 1);
        room.Confirm();
        room.Until(() => room.Kept.Count == 2);
        Assert.Equal(2, room.Kept.Count);
    }

    [Fact]
    public void N37_SecondBaseDuringAPairing_IsNotTakenAndCounted()
    {
        using var room = new PairingRoom();
        using var second = new PairingRoom(5);
        room.UntilCodes();
        second.UntilCodes();
        var shown = second.Sent.First(one => one.Frame[0] == BaseEnd).Frame.ToArray();
        room.Sent[0].Frame.AsSpan(2, 4).CopyTo(shown.AsSpan(2));
        var code = room.Site.Code;
        room.Inject(LinkRole.Site, shown);
        room.For(1);
        Assert.Equal((code, 1), (room.Site.Code, room.Site.OthersHeard));
        Assert.Equal(room.BaseKey.Point.ToArray(), room.Site.Peer!.Point.ToArray());
    }

    [Fact]
    public void N37_SameFrameAgainAndAgain_MakesNoEndTalkMuch()
    {
        using var room = new PairingRoom();
        room.UntilCodes();
        var sent = room.Sent.Count;
        var shown = room.Sent.First(one => one.Frame[0] == BaseEnd).Frame;
        for (var i = 0; i < 500; i++)
        {
            room.Inject(LinkRole.Site, [.. shown]);
            room.For(0.2);
        }

        Assert.InRange(room.Sent.Count - sent, 1, 60);
    }

    [Theory]
    [InlineData(LinkRole.Site)]
    [InlineData(LinkRole.BaseStation)]
    public void N38_OneSaysNo_NeitherKeepsAndTheNextTryWorks(LinkRole refuses)
    {
        using var room = new PairingRoom();
        room.UntilCodes();
        var other = refuses == LinkRole.Site ? LinkRole.BaseStation : LinkRole.Site;
        room.Of(refuses).Refuse();
        room.Of(other).Confirm(7, room.Now);
        room.For(125);
        Assert.Empty(room.Kept);
        Assert.Equal(PairingFailure.Refused, room.Of(refuses).Failure);
        Assert.Equal(PairingFailure.NotProven, room.Of(other).Failure);
        Again(room);
    }

    [Theory]
    [InlineData(LinkRole.Site)]
    [InlineData(LinkRole.BaseStation)]
    public void N38_OneCrashesBeforeItKeeps_TheSiteKeepsNothingAndTheNextTryWorks(LinkRole crashes)
    {
        using var room = new PairingRoom();
        room.UntilCodes();
        room.Confirm();

        // The base goes when it has message_3, the site when it has message_2.
        var last = crashes == LinkRole.BaseStation ? 0xCD : 0xCC;
        room.Air = (_, frame) =>
        {
            if (frame[0] == last) room.Crashed.Add(crashes);
            return frame;
        };
        room.For(125);
        Assert.Contains(crashes, room.Crashed);
        Assert.Empty(room.Kept);
        room.Crashed.Clear();
        room.Air = (_, frame) => frame;
        Again(room);
    }

    [Fact]
    public void N38_LastFrameNeverArrives_TheSiteSaysSoAndTheNextTryWorks()
    {
        using var room = new PairingRoom();
        room.UntilCodes();
        room.Confirm();
        room.Air = (_, frame) => frame[0] == 0xCE ? null : frame;
        room.For(125);
        Assert.Equal([LinkRole.BaseStation], room.Kept);
        Assert.Equal(PairingFailure.NotProven, room.Site.Failure);
        room.Air = (_, frame) => frame;
        Again(room);
    }

    [Fact]
    public void Pair_BothHaveOneKey_IsNothing()
    {
        using var key = new SimulatedKey(1001);
        using var room = new PairingRoom(1, baseKey: key);
        room.For(10);
        Assert.Null(room.Site.Code);
        Assert.Equal(PairingStep.Looking, room.Site.Step);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void N15_KeyThatIsNoPoint_IsNotTaken(int form)
    {
        using var room = new PairingRoom();
        room.Air = (_, frame) =>
        {
            if (frame[0] != BaseEnd) return frame;
            var changed = frame.ToArray();
            if (form == 0) changed.AsSpan(7, 32).Clear();
            else if (form == 1) changed.AsSpan(7, 32).Fill(0xFF);
            else changed[6] = 4;
            return changed;
        };
        room.For(10);
        Assert.Null(room.Site.Code);
        Assert.Equal(0, room.SiteKey.Uses);
    }

    private static byte[] Flip(byte[] frame, int bit)
    {
        var flipped = frame.ToArray();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private static void Again(PairingRoom room)
    {
        room.Kept.Clear();
        room.Site = PairingRoom.Open(LinkRole.Site, "barn", room.SiteKey, 77, room.Now);
        room.Base = PairingRoom.Open(LinkRole.BaseStation, "home", room.BaseKey, 78, room.Now);
        room.UntilCodes();
        Assert.Equal(room.Site.Code, room.Base.Code);
        room.Confirm();
        room.Until(() => room.Kept.Count == 2);
        Assert.Equal(2, room.Kept.Count);
    }
}
