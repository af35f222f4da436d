using Farlink.Dashboard.Chain;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Store;
using Farlink.Runtime;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Farlink.Tests.Shared;

namespace Farlink.Dashboard.Tests.Chain;

/// <summary>What moves along the chain, and what is wrong with it, as one sees it from either end.</summary>
public sealed class ChainViewTests
{
    private const byte Link = 1;
    private const int NotSeen = -1;

    private readonly SetClock _time = new();
    private readonly WatchHub _watch;

    public ChainViewTests() => _watch = new WatchHub(new WatchOptions(), _time);

    [Fact]
    public void Edges_AtASiteAlone_GoByWhatItKnowsOfTheOtherEnd()
    {
        Leave("site", taken: 5, onAir: 4, confirmed: 3, published: 2);
        Arrive("site", received: 7, published: 6);
        Assert.Equal([5L, 5, 4, 3, NotSeen, 7, 7, 7, 6, 6], Moves(StatusReports.Site));
    }

    [Fact]
    public void Edges_AtABaseAlone_GoByWhatItKnowsOfTheOtherEnd()
    {
        Leave("base", taken: 5, onAir: 4, confirmed: 3, published: 2);
        Arrive("base", received: 7, published: 6);
        Assert.Equal([7L, 7, 7, 7, 6, 5, 4, 3, NotSeen, NotSeen], Moves(StatusReports.Full));
    }

    [Fact]
    public void Edges_OfBothEnds_AreEachEndsOwn()
    {
        Leave("site", taken: 5, onAir: 4, confirmed: 3, published: 2);
        Arrive("base", received: 7, published: 1);
        Leave("base", taken: 15, onAir: 14, confirmed: 13, published: 12);
        Arrive("site", received: 9, published: 8);
        Assert.Equal([5L, 5, 4, 7, 1, 15, 14, 9, 8, 8], Moves(StatusReports.Site, StatusReports.Full));
    }

    [Fact]
    public void Nodes_AMinuteLater_HaveNoRateButTheSameTotal()
    {
        Leave("site", taken: 5, onAir: 4, confirmed: 3, published: 2);
        Arrive("site", received: 7, published: 6);
        var now = ChainView.Of([StatusReports.Site], _watch);
        Assert.Equal([11, 11, 12, 0, 10, NotSeen], now.Nodes.Select(node => node.Rate ?? NotSeen));
        Assert.Equal([11L, 11, 12, 0, NotSeen, NotSeen], now.Nodes.Select(node => node.Total ?? NotSeen));
        Assert.All(now.Edges.Where(edge => edge.Moves is not null), edge => Assert.Equal(_time.GetUtcNow(), edge.Last));
        _time.Advance(TimeSpan.FromSeconds(61));
        var later = ChainView.Of([StatusReports.Site], _watch);
        Assert.Equal([0, 0, 0, 0, 0, NotSeen], later.Nodes.Select(node => node.Rate ?? NotSeen));
        Assert.Equal([11L, 11, 12, 0, NotSeen, NotSeen], later.Nodes.Select(node => node.Total ?? NotSeen));
    }

    [Fact]
    public void Edges_WhereNothingMoved_HaveNoTime() => Assert.All(
        ChainView.Of([StatusReports.Site], _watch).Edges, edge => Assert.Equal((0L, null), (edge.Moves ?? 0, edge.Last)));

    [Fact]
    public void ErrorAt_OfAnotherError_IsNotGiven()
    {
        _watch.Events.Add("base", EventKind.Broker, EventLevel.Error, null, "The connection is away: no route to host");
        Assert.Equal(("connection refused", null), ErrorOf("upstream"));
    }

    [Fact]
    public void ErrorAt_OfTheErrorThatIsThere_IsWhenItBegan()
    {
        DateTimeOffset? began = _time.GetUtcNow();
        _watch.Events.Add("base", EventKind.Broker, EventLevel.Error, null, "The connection is away: connection refused");
        _time.Advance(TimeSpan.FromSeconds(1));
        _watch.Events.Add("base", EventKind.Broker, EventLevel.Warning, null, "something else");
        Assert.Equal(("connection refused", began), ErrorOf("upstream"));
    }

    private (string? Text, DateTimeOffset? At) ErrorOf(string id)
    {
        var node = ChainView.Of([StatusReports.Full], _watch).Nodes.Single(one => one.Id == id);
        return (node.LastError, node.ErrorAt);
    }

    private IEnumerable<long> Moves(params StatusReport[] reports) =>
        ChainView.Of(reports, _watch).Edges.Select(edge => edge.Moves ?? NotSeen);

    /// <summary>Messages leave an end by the link, each so far.</summary>
    private void Leave(string role, int taken, int onAir, int confirmed, int published)
    {
        for (var i = 1; i <= taken; i++) Happen(role, new LinkEvent.Accepted(i, Row(i) with { StreamId = 0 }));
        for (var i = 1; i <= onAir; i++) Happen(role, new LinkEvent.OnAir(Row(i), 7));
        for (var i = 1; i <= confirmed; i++) Happen(role, new LinkEvent.Confirmed(Row(i)));
        Happen(role, new LinkEvent.PublishedThere(Link, published));
    }

    /// <summary>Messages come to an end by the link, and to its broker.</summary>
    private void Arrive(string role, int received, int published)
    {
        for (var i = 1; i <= received; i++) Happen(role, new LinkEvent.Received(Arrived(i)));
        for (var i = 1; i <= published; i++)
            _watch.Observe(new ChainEvent.UpstreamPublished(role, Arrived(i).Message, Arrived(i)));
    }

    private void Happen(string role, LinkEvent happened) => _watch.Observe(new ChainEvent.LinkHappened(role, happened));

    private static OutboxRow Row(int id) =>
        new() { Row = id, Link = Link, Message = Message(id), Accepted = default, StreamId = id };

    private static InboxRow Arrived(int id) =>
        new() { Row = id, Link = Link, PeerStore = 8, StreamId = id, Message = Message(id) };

    private static MqttMessage Message(int id) => new() { Topic = $"barn/{id}", Payload = "open"u8.ToArray() };
}
