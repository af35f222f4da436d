using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>All of <see cref="NegativeTests"/> with a shared key, and what only a shared key can be.</summary>
public sealed class PskNegativeTests() : NegativeTests(isPaired: false)
{
    [Fact]
    public void Negative20_WrongKey_SaysNoAnswerAndTransmitsNothingAtTheBase()
    {
        using var wrong = new SimulatedNetwork(3);
        var events = new List<LinkEvent>();
        wrong.OnEvent = (_, happened) => events.Add(happened);
        var link = new LinkOptions { Id = 1, Name = "barn", Identity = TwoEnds.Key(1) };
        var site = wrong.Add("site", TwoEnds.Options(LinkRole.Site, link, null));
        var station = wrong.Add("base", TwoEnds.Options(LinkRole.BaseStation, link with { Identity = TwoEnds.Key(2) }, null));
        station.Start();
        site.Start();
        wrong.Time.Run(new Instant(0) + Duration.FromSeconds(60));
        Assert.Equal(0, station.FramesSent);
        Assert.Contains(events, happened => happened is LinkEvent.NoAnswer { Hellos: 3 });
        Assert.True(station.Machine!.Refusals[LinkRefusal.ForgedHello] > 0);
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("41414141414141414141414141414141")]
    [InlineData("30313233343536373839616263646566")]
    public void Negative20_ConstantOrTextKey_IsRefused(string hex) =>
        Assert.Throws<ArgumentException>(() => new PreSharedKey(Convert.FromHexString(hex)));

    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    public void Negative20_KeyOfAnotherLength_IsRefused(int octets) =>
        Assert.Throws<ArgumentException>(() => new PreSharedKey(new byte[octets]));

    [Fact]
    public void Negative20_SameKeyForTwoLinks_IsRefused()
    {
        var link = new LinkOptions { Id = 1, Name = "a", Identity = TwoEnds.Key(1) };
        var options = TwoEnds.Options(LinkRole.BaseStation, link, null) with { Links = [link, link with { Id = 2, Name = "b" }] };
        Assert.Throws<ArgumentException>(
            () => new LinkStation(options, new SimulatedDisk(1).Load(), new SeededRandom(1), new Instant(0)));
    }
}
