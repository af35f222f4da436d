using Farlink.Protocol.Link;
using Farlink.Protocol.Session;
using Farlink.Protocol.Units;
using Farlink.Simulation.Air;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>Power follows the margin of a link: low where it is easy, full at once where anything goes wrong.</summary>
public sealed class PowerTests
{
    private static readonly PowerRange Range = new(new Dbm(2), new Dbm(14));

    [Theory]
    [InlineData(100, 2)]
    [InlineData(500, 7.5)]
    [InlineData(1000, 14)]
    [InlineData(2400, 14)]
    public void Power_ByDistance_LeavesTenDecibelsOfMargin(double metres, double power)
    {
        using var network = Ends(metres, out var site, out var station);
        Publish(network, site, 60);
        Assert.InRange(Power(site), power - 2.5, power + 2.5);
        Assert.InRange(Power(station), power - 2.5, power + 2.5);
        network.Finish();
        Assert.Empty(network.Violations);
    }

    [Fact]
    public void Power_LinkGetsWorse_IsFullAgainAndNothingIsLost()
    {
        using var network = Ends(300, out var site, out var station);
        Publish(network, site, 30);
        Assert.InRange(Power(site), 2, 6);

        // A door of steel is closed.
        network.Channel.Block(site.Radio, station.Radio, 1);
        network.Channel.Block(station.Radio, site.Radio, 1);
        Publish(network, site, 10);
        Assert.Equal(14, Power(site));
        network.Channel.Block(site.Radio, station.Radio, 0);
        network.Channel.Block(station.Radio, site.Radio, 0);
        network.Time.Run(network.Time.Now + Duration.FromSeconds(3600));
        network.Finish();
        Assert.Empty(network.Violations);
    }

    [Fact]
    public void Power_ForgedFrames_ChangeNothing()
    {
        using var network = Ends(1000, out var site, out var station);
        Publish(network, site, 60);
        var before = Power(station);
        var hostile = network.AddTransmitter("hostile", new Position(1000, 1));
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var octets = new byte[20];
            random.NextBytes(octets);
            octets[1] = TwoEnds.LinkId;
            network.Inject(hostile, octets);
            network.Time.Run(network.Time.Now + Duration.FromSeconds(1));
        }

        Assert.Equal(before, Power(station));
    }

    private static double Power(SimulatedHost host) =>
        host.Machine!.Status(TwoEnds.LinkId, host.Now).Power!.Value.Value;

    private static SimulatedNetwork Ends(double metres, out SimulatedHost site, out SimulatedHost station)
    {
        var network = new SimulatedNetwork(3);
        network.Checkers.AddRange(AllCheckers.Create());
        var soon = Duration.FromSeconds(5);
        var link = new LinkOptions { Id = TwoEnds.LinkId, Name = "barn", Identity = TwoEnds.Key(1), ConfirmWithin = soon };
        site = network.Add("site", TwoEnds.Options(LinkRole.Site, link, null) with { Power = Range });
        station = network.Add(
            "base", TwoEnds.Options(LinkRole.BaseStation, link, null) with { Power = Range }, position: new Position(metres, 0));
        station.Start();
        site.Start();
        network.Time.Run(network.Time.Now + Duration.FromSeconds(10));
        return network;
    }

    private static void Publish(SimulatedNetwork network, SimulatedHost site, int minutes)
    {
        for (var i = 0; i < minutes * 4; i++)
        {
            site.Submit(TwoEnds.Seed((int)(network.Time.Now.Nanoseconds / 1_000_000_000)));
            network.Time.Run(network.Time.Now + Duration.FromSeconds(15));
        }
    }
}
