using System.Globalization;
using Farlink.Mqtt.Broker;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>Nobody fills a disk by connecting again and again.</summary>
public sealed class ConnectionLogTests
{
    private const int SecondsADay = 24 * 60 * 60;

    private readonly ListLogger _log = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ConnectionLog _connections;

    public ConnectionLogTests() => _connections = new ConnectionLog(_log, _time);

    [Fact]
    public void Connected_OneClientAgainAndAgain_IsSoManyLinesInTenMinutesAndWhatWasLeftOutIsCounted()
    {
        for (var i = 0; i < 500; i++) ComeAndGo("dev");
        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        _connections.Connected("dev", "[::1]:4711", "esp");
        Assert.Equal(ConnectionLog.MostOfAClient, _log.Lines.Count);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _connections.Disconnected("dev", "clean");
        var leftOut = 1001 - ConnectionLog.MostOfAClient;
        Assert.Equal($"Client dev disconnected (clean) ({leftOut} such lines were left out before)", _log.Lines.Last());
        _connections.Connected("dev", "[::1]:4711", "esp");
        Assert.Equal("Client dev connected from [::1]:4711 as esp", _log.Lines.Last());
    }

    [Fact]
    public void Connected_OneClientEachSecondOfADay_LeavesRoomForTheOthers()
    {
        for (var second = 0; second < SecondsADay; second++)
        {
            ComeAndGo("dev");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_log.Lines.Count, 1, 6 * 24 * ConnectionLog.MostOfAClient);
        _connections.Connected("other", "[::1]:4712", "esp");
        Assert.StartsWith("Client other connected from [::1]:4712 as esp", _log.Lines.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Connected_ManyClientsAtOnce_IsBoundedAMinute()
    {
        for (var i = 0; i < 1000; i++) ComeAndGo(i.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(ConnectionLog.MostAMinute, _log.Lines.Count);
        _time.Advance(TimeSpan.FromMinutes(1));
        ComeAndGo("dev");
        Assert.Equal(ConnectionLog.MostAMinute + 2, _log.Lines.Count);
    }

    [Fact]
    public void Connected_AnotherIdEachSecondOfADay_IsBoundedAnHour()
    {
        for (var second = 0; second < SecondsADay; second++)
        {
            ComeAndGo(second.ToString(CultureInfo.InvariantCulture));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_log.Lines.Count, ConnectionLog.MostClients, 24 * ConnectionLog.MostAnHour);
    }

    [Fact]
    public void Connected_MoreClientsThanAreToldApart_ShareTheLinesOfOne()
    {
        for (var i = 0; i < ConnectionLog.MostClients; i++)
        {
            _connections.Connected(i.ToString(CultureInfo.InvariantCulture), "[::1]:4711", "esp");
            if (i % 110 == 109) _time.Advance(TimeSpan.FromMinutes(1));
        }

        var before = _log.Lines.Count;
        for (var i = 0; i < 50; i++) _connections.Connected($"more {i}", "[::1]:4711", "esp");
        Assert.InRange(_log.Lines.Count - before, 1, ConnectionLog.MostOfAClient);
    }

    private void ComeAndGo(string clientId)
    {
        _connections.Connected(clientId, "[::1]:4711", "esp");
        _connections.Disconnected(clientId, "clean");
    }
}
