using System.Text;
using Farlink.Protocol.Link;

namespace Farlink.Simulation.Tests.Link;

public sealed class LinkDeliveryTests
{
    [Fact]
    public void Site_OneMessage_ArrivesAtTheBase()
    {
        using var ends = new TwoEnds(1);
        List<string> arrived = [];
        ends.Network.OnPublished = (_, row) => arrived.Add(Encoding.ASCII.GetString(row.Message.Payload.Span));
        ends.Start();
        ends.RunFor(5);
        Assert.Equal(SubmitVerdict.Taken, ends.Site.Submit(TwoEnds.Seed(1)));
        ends.RunFor(10);
        Assert.Equal(["Good job! You are connected 1 times"], arrived);
    }

    [Fact]
    public void Base_OneMessage_ArrivesAtTheSite()
    {
        using var ends = new TwoEnds(1);
        List<string> arrived = [];
        ends.Network.OnPublished = (host, row) => arrived.Add($"{host.Name} {row.Message.Topic}");
        ends.Start();
        ends.RunFor(5);
        ends.Base.Submit(TwoEnds.Seed(1));
        ends.RunFor(10);
        Assert.Equal(["site /esp8266"], arrived);
    }
}
