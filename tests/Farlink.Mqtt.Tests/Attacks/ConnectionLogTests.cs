using Farlink.Mqtt.Broker;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>Nobody fills a disk by connecting again and again.</summary>
public sealed class ConnectionLogTests
{
    private readonly ListLogger _log = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Connected_AgainAndAgain_IsBoundedAMinuteAndWhatWasLeftOutIsCounted()
    {
        var connections = new ConnectionLog(_log, _time);
        for (var i = 0; i < 1000; i++)
        {
            connections.Connected("dev", "[::1]:4711", "esp");
            connections.Disconnected("dev", "clean");
        }

        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1));
        connections.Connected("dev", "[::1]:4711", "esp");
        Assert.Equal(ConnectionLog.MostLines, _log.Lines.Count);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        connections.Disconnected("dev", "clean");
        var leftOut = 2001 - ConnectionLog.MostLines;
        Assert.Equal($"Client dev disconnected (clean) ({leftOut} such lines were left out before)", _log.Lines.Last());
        connections.Connected("dev", "[::1]:4711", "esp");
        Assert.Equal("Client dev connected from [::1]:4711 as esp", _log.Lines.Last());
    }
}
