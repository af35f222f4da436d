using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Session;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Simulation.Bench;
using Farlink.Simulation.Checks;
using Farlink.Simulation.Network;

namespace Farlink.Simulation.Tests.Link;

/// <summary>Equal messages are counted, and one too many or too few is seen.</summary>
public sealed class RepeatCheckerTests : IDisposable
{
    private static readonly MqttMessage Message = new() { Topic = "a", Payload = "1"u8.ToArray() };
    private static readonly MqttMessage Other = new() { Topic = "a", Payload = "2"u8.ToArray() };
    private readonly SimulatedNetwork _network = new(1);
    private readonly RepeatChecker _checker = new();
    private readonly SimulatedHost _site;
    private readonly SimulatedHost _base;
    private long _next;

    public RepeatCheckerTests()
    {
        _site = Add("site", LinkRole.Site);
        _base = Add("base", LinkRole.BaseStation);
    }

    public void Dispose() => _network.Dispose();

    [Fact]
    public void Finish_AsManyAsWereSent_IsQuiet()
    {
        Send(Message, Message, Other);
        Receive(Message, Message, Other);
        _checker.Finish(_network);
        Assert.Empty(_network.Violations);
    }

    [Fact]
    public void HandleDurable_OneMoreThanWasSent_Fires()
    {
        Send(Message, Message);
        Receive(Message, Message, Message);
        Assert.Contains("more often than it was sent", Assert.Single(_network.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void Finish_OneOfTwoIsMissing_Fires()
    {
        Send(Message, Message);
        Receive(Message);
        _checker.Finish(_network);
        Assert.Contains("is lost, 1 times", Assert.Single(_network.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public void HandleDurable_OrderIsChanged_Fires()
    {
        Send(Message, Other);
        Receive(Other, Message);
        Assert.Contains("was overtaken", Assert.Single(_network.Violations), StringComparison.Ordinal);
    }

    private SimulatedHost Add(string name, LinkRole role) => _network.Add(name, BenchLink.Options(
        role, new LinkOptions { Id = BenchLink.Id, Name = "link", Identity = BenchLink.Key(1) }, null, null));

    private void Send(params MqttMessage[] messages)
    {
        foreach (var message in messages)
        {
            var row = new OutboxRow { Row = ++_next, Link = BenchLink.Id, Message = message, Accepted = new Instant(0) };
            _checker.HandleSubmitted(_network, _site, new Submission { Link = BenchLink.Id, Message = message });
            _checker.HandleEvent(_network, _site, new LinkEvent.Accepted(_next, row));
        }
    }

    private void Receive(params MqttMessage[] messages)
    {
        foreach (var message in messages)
        {
            var row = new InboxRow { Row = ++_next, Link = BenchLink.Id, PeerStore = 1, StreamId = _next, Message = message };
            _checker.HandleDurable(_network, _base, new StoreOperation.Receive(BenchLink.Id, 1, _next, row));
        }
    }
}
