using Farlink.Mqtt.Broker;
using Farlink.Mqtt.Client;
using Farlink.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>Too much of what is allowed: connections, sessions, messages, subscriptions; and too little, silence.</summary>
public sealed class FloodAttackTests
{
    private const int Refused = 0x80;

    [Fact]
    public async Task Connections_AThousandIdle_HoldSixtyFourPlacesAndNoLongerThanTheLimit()
    {
        const int Idle = 1000;
        var limits = new BrokerLimits();
        var time = new FakeTimeProvider();
        await using var target = await Target.StartAsync(time: time);
        var ended = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var endings = new List<Task>();
        for (var i = 0; i < Idle; i++)
        {
            // As many of each address as one address may have.
            var socket = await target.OpenAsync($"127.0.1.{1 + (i / limits.MostUnknownPerAddress)}");
            endings.Add(WaitForEndAsync());

            async Task WaitForEndAsync()
            {
                using (socket) await Target.ReadToEndAsync(socket);
                if (Interlocked.Increment(ref ended) == Idle - limits.MostUnknown) enough.SetResult();
            }
        }

        await enough.Task.WaitAsync(Target.Patience);
        Assert.Equal(Idle - limits.MostUnknown, Volatile.Read(ref ended));
        await target.Log.WaitForAsync("too many that have not logged in yet (at most 8 an address, 64 in all)");
        Assert.False(await target.IsLetInAsync(TestPki.Instance.Client));
        Assert.Equal(Idle - limits.MostUnknown, Volatile.Read(ref ended));

        var all = Task.WhenAll(endings);
        while (!all.IsCompleted)
        {
            time.Advance(limits.ConnectTimeout);
            await Task.Yield();
        }

        await target.Log.WaitForAsync("no login within 10 s");
        await using var genuine = BrokerClient.Start(
            new BrokerClientOptions
            {
                Host = "127.0.0.1",
                Port = target.Endpoint.Port,
                ClientId = "genuine",
                FirstDelay = TimeSpan.FromMilliseconds(50),
                Tls = new BrokerClientTls
                {
                    Name = "mqtt.com",
                    Certificate = TestPki.Instance.Client,
                    RefuseServerCertificate = shown => TestPki.Instance.Check.CheckServer(shown, "mqtt.com").IsGood ? null : "no",
                },
            },
            null, NullLogger.Instance, TimeProvider.System);
        await genuine.WaitConnectedAsync(default).WaitAsync(Target.Patience);
    }

    [Fact]
    public async Task Sessions_MoreThanAllowed_AreRefusedUntilOneEnds()
    {
        await using var target = await Target.StartAsync(
            options => options with { Limits = new BrokerLimits { MostSessions = 2 } });
        using var kept = await target.LoginAsync(ConnectPacket.Of("kept") with { IsClean = false });
        using var second = await target.LoginAsync(ConnectPacket.Of("second"), TestPki.Instance.Other);
        Assert.NotEqual(0, await target.AskAsync(ConnectPacket.Of("third"), TestPki.Instance.Other));
        await target.Log.WaitForAsync("2 sessions exist already");

        // One that is kept for its client counts, one that is not makes room.
        await kept.SendAsync(RawMqtt.Disconnect, 0, []);
        await target.Log.WaitForAsync("Client kept disconnected");
        Assert.NotEqual(0, await target.AskAsync(ConnectPacket.Of("third")));
        await second.SendAsync(RawMqtt.Disconnect, 0, []);
        await target.Log.WaitForAsync("Client second disconnected");
        Assert.Equal(0, await target.AskAsync(ConnectPacket.Of("third")));
    }

    [Fact]
    public async Task Messages_OfQosTwoWithoutRelease_AreCutOff()
    {
        var book = new MemoryBook();
        await using var target = await Target.StartAsync(options => options with
        {
            Received = book,
            OnPublish = (message, _) =>
            {
                book.Take(message.Publisher, message.QosTwoId);
                return new ValueTask<string?>((string?)null);
            },
        });
        using var device = await target.LoginAsync();
        for (ushort id = 1; id <= 1000; id++)
        {
            await device.PublishAsync("a", "x", id, 2, isRepeat: false);
            await device.ReadAsync(RawMqtt.PubRec);
        }

        await device.PublishAsync("a", "x", 1001, 2, isRepeat: false);
        await target.Log.WaitForAsync("it has 1000 messages of QoS 2 without PUBREL");
        await target.Log.WaitForAsync("Client dev disconnected");
    }

    /// <summary>The library keeps each of them until it is acknowledged.</summary>
    [Fact]
    public async Task Messages_ReadAndNeverAcknowledged_AreDroppedAndLogged()
    {
        await using var target = await Target.StartAsync(
            options => options with { Limits = new BrokerLimits { MostMessagesWaiting = 5 } });
        using var device = await target.LoginAsync();
        Assert.Equal(1, await device.SubscribeAsync("a", 1));
        for (var i = 0; i < 5; i++)
        {
            await target.PublishAsync("a");
            await device.ReadAsync(RawMqtt.Publish);
        }

        Assert.Equal(0, target.Broker.Dropped);
        await target.PublishAsync("a");
        Assert.Equal(1, target.Broker.Dropped);
        await target.Log.WaitForAsync("Dropped a message on a for client dev: 5 wait for it already");
    }

    [Fact]
    public async Task Silence_OneAndAHalfTimesKeepAlive_IsCutOff()
    {
        var time = new FakeTimeProvider();
        await using var target = await Target.StartAsync(time: time);
        using var device = await target.LoginAsync(new ConnectPacket { KeepAliveSeconds = 10 });
        var end = device.ReadAsync();
        while (!end.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }

        Assert.Null(await end);
        await target.Log.WaitForAsync("nothing came in one and a half times its keep-alive, 15 s");
    }

    [Fact]
    public async Task Retained_MoreThanAllowed_AreRefusedUntilOneIsCleared()
    {
        var time = new FakeTimeProvider();
        await using var target = await Target.StartAsync(
            options => options with { Limits = new BrokerLimits { MostRetained = 8 } }, time);
        using var device = await target.LoginAsync();
        await RetainAsync(device, "a", "1");
        await RetainAsync(device, "b", "1");
        await RetainAsync(device, "c", "1");
        await target.Log.WaitForAsync("its user has too much retained already (at most 2 messages");
        Assert.Equal(["a", "b"], await RetainedAsync(target));

        // To replace one takes no room.
        await RetainAsync(device, "a", "2");
        using var other = await target.LoginAsync(ConnectPacket.Of("other"), TestPki.Instance.Other);
        await RetainAsync(other, "d", "1");
        await RetainAsync(device, "b", "");
        time.Advance(RetainedBook.LookEvery);
        await RetainAsync(device, "c", "1");
        Assert.Equal(["a", "c", "d"], await RetainedAsync(target));
    }

    [Fact]
    public async Task Subscriptions_MoreThanAllowed_AreRefusedUntilOneIsGivenUp()
    {
        await using var target = await Target.StartAsync(
            options => options with { Limits = new BrokerLimits { MostSubscriptions = 3, MostSubscriptionOctets = 100 } });
        using var device = await target.LoginAsync();
        foreach (var filter in (string[])["a", "b", "c"]) Assert.Equal(0, await device.SubscribeAsync(filter));
        Assert.Equal(Refused, await device.SubscribeAsync("d"));
        await target.Log.WaitForAsync("it has too many subscriptions already (at most 3, 100 octets)");
        Assert.Equal(1, await device.SubscribeAsync("c", 1));

        await device.SendAsync(RawMqtt.Unsubscribe, 2, [0, 2, .. RawMqtt.Text("b")]);
        await device.ReadAsync(RawMqtt.UnsubAck);
        Assert.Equal(Refused, await device.SubscribeAsync(new string('d', 99)));
        Assert.Equal(0, await device.SubscribeAsync("d"));
    }

    /// <summary>Publishes a retained message at QoS 1, and waits for the answer.</summary>
    private static async Task RetainAsync(RawMqtt device, string topic, string payload)
    {
        const int RetainedAtQosOne = 3;
        await device.SendAsync(
            RawMqtt.Publish, RetainedAtQosOne,
            [.. RawMqtt.Text(topic), 0, 1, .. System.Text.Encoding.UTF8.GetBytes(payload)]);
        await device.ReadAsync(RawMqtt.PubAck);
    }

    private static async Task<string[]> RetainedAsync(Target target)
    {
        using var watch = await target.LoginAsync(ConnectPacket.Of("watch"));
        return await target.RetainedAsync(watch);
    }
}
