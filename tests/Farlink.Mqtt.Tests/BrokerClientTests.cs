using System.Net;
using Farlink.Mqtt.Broker;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Mqtt.Tests;

public sealed class BrokerClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Publish_BrokerAwayAtFirst_IsDoneWhenItComes()
    {
        var port = await FreePortAsync();
        await using var client = Start(port);
        var publishing = client.PublishAsync(new MqttMessage { Topic = "a", Payload = default }, default);
        Assert.False(publishing.IsCompleted);
        await using var broker = await BrokerAsync(port);
        Assert.True((await publishing.WaitAsync(Patience)).IsAccepted);
    }

    [Fact]
    public async Task Publish_BrokerRestarted_ConnectsAgain()
    {
        var broker = await BrokerAsync(0);
        var port = broker.Endpoints[0].Port;
        await using var client = Start(port);
        Assert.True(
            (await client.PublishAsync(new MqttMessage { Topic = "a", Payload = default }, default)
                .WaitAsync(Patience)).IsAccepted);
        await broker.DisposeAsync();
        await using var again = await BrokerAsync(port);
        Assert.True(
            (await client.PublishAsync(new MqttMessage { Topic = "a", Payload = default }, default)
                .WaitAsync(Patience)).IsAccepted);
    }

    [Fact]
    public async Task Connect_BrokerAwayForLong_IsSaidOnceAndAgainOnceItCame()
    {
        var port = await FreePortAsync();
        var log = new ListLogger();
        var options = Options(port, "client") with
        {
            FirstDelay = TimeSpan.FromMilliseconds(1),
            LongestDelay = TimeSpan.FromMilliseconds(4),
        };
        await using var client = BrokerClient.Start(options, null, log, TimeProvider.System);
        await log.WaitForAsync("Still no connection to broker");
        Assert.Single(log.Lines, line => line.StartsWith("No connection to broker", StringComparison.Ordinal));
        Assert.Contains("refused", client.Trouble, StringComparison.Ordinal);
        await using (await BrokerAsync(port))
        {
            await client.WaitConnectedAsync(default).WaitAsync(Patience);
            Assert.Null(client.Trouble);
        }

        using var patience = new CancellationTokenSource(Patience);
        while (client.Trouble is null)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>A label of more than 63 octets is no name (RFC 1035 §2.3.4): nobody is asked.</summary>
    [Fact]
    public async Task Connect_NameThatNobodyKnows_SaysThatItCannotBeResolved()
    {
        var log = new ListLogger();
        var host = $"{new string('x', 64)}.invalid";
        await using var client = BrokerClient.Start(Options(1883, "client") with { Host = host }, null, log, TimeProvider.System);
        var told = await log.WaitForAsync("No connection to");
        Assert.Contains($"the name {host} cannot be resolved", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_Cancelled_Ends()
    {
        await using var client = Start(await FreePortAsync());
        using var stop = new CancellationTokenSource();
        var publishing = client.PublishAsync(new MqttMessage { Topic = "a", Payload = default }, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing.WaitAsync(Patience));
    }

    [Fact]
    public async Task Receive_HandlerThrows_IsDeliveredAgain()
    {
        await using var broker = await BrokerAsync(0);
        var port = broker.Endpoints[0].Port;
        var seen = 0;
        var done = new TaskCompletionSource();
        var options = Options(port, "sub") with { PersistentSession = true, Subscriptions = ["a"] };
        await using var subscriber = BrokerClient.Start(
            options,
            (_, _) =>
            {
                if (Interlocked.Increment(ref seen) == 1) throw new IOException("disk full");
                done.TrySetResult();
                return ValueTask.CompletedTask;
            },
            NullLogger.Instance, TimeProvider.System);
        await subscriber.WaitConnectedAsync(default).WaitAsync(Patience);
        await using var publisher = Start(port);
        await publisher.PublishAsync(new MqttMessage { Topic = "a", Payload = "1"u8.ToArray() }, default).WaitAsync(Patience);
        await done.Task.WaitAsync(Patience);
    }

    private static BrokerClientOptions Options(int port, string id) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        ClientId = id,
        FirstDelay = TimeSpan.FromMilliseconds(50),
    };

    private static BrokerClient Start(int port) =>
        BrokerClient.Start(Options(port, "client"), null, NullLogger.Instance, TimeProvider.System);

    private static Task<EmbeddedBroker> BrokerAsync(int port) => EmbeddedBroker.StartAsync(
        new BrokerOptions { Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, port), ListenerAuth.Plain)] },
        NullLogger.Instance, TimeProvider.System, default);

    /// <summary>A port that was free a moment ago, for a broker that comes later.</summary>
    private static async Task<int> FreePortAsync()
    {
        var broker = await BrokerAsync(0);
        var port = broker.Endpoints[0].Port;
        await broker.DisposeAsync();
        return port;
    }
}
