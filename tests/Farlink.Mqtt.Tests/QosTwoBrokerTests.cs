using System.Collections.Concurrent;
using System.Net;
using Farlink.Mqtt.Broker;
using Farlink.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Mqtt.Tests;

/// <summary>The embedded broker as the receiver of QoS 2, cut between each two of the four packets.</summary>
public sealed class QosTwoBrokerTests : IAsyncLifetime
{
    private readonly MemoryBook _book = new();
    private readonly ConcurrentQueue<string> _taken = new();
    private EmbeddedBroker _broker = null!;
    private Task _taking = Task.CompletedTask;

    public async ValueTask InitializeAsync() => _broker = await EmbeddedBroker.StartAsync(
        new BrokerOptions
        {
            Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, 0), ListenerAuth.Plain)],
            Received = _book,
            OnPublish = async (message, _) =>
            {
                _taken.Enqueue(System.Text.Encoding.UTF8.GetString(message.Payload.Span));
                await _taking;
                _book.Take(message.Publisher, message.QosTwoId);
                return null;
            },
        },
        NullLogger.Instance, TimeProvider.System, default);

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [Fact]
    public async Task Publish_RepeatedOnTheSameConnection_IsTakenOnce()
    {
        using var device = await LoginAsync(isClean: true);
        await device.PublishAsync("a", "1", 7, 2, isRepeat: false);
        Assert.Equal(7, (await device.ReadAsync(RawMqtt.PubRec)).Id);
        await device.PublishAsync("a", "1", 7, 2, isRepeat: true);
        Assert.Equal(7, (await device.ReadAsync(RawMqtt.PubRec)).Id);
        await CompleteAsync(device, 7);
        Assert.Equal(["1"], _taken);
    }

    [Fact]
    public async Task Publish_ConnectionLostBeforePubRec_IsTakenOnce()
    {
        using (var first = await LoginAsync(isClean: false))
        {
            await first.PublishAsync("a", "1", 7, 2, isRepeat: false);
            while (_taken.IsEmpty) await Task.Yield();
        }

        using var again = await LoginAsync(isClean: false);
        await again.PublishAsync("a", "1", 7, 2, isRepeat: true);
        Assert.Equal(7, (await again.ReadAsync(RawMqtt.PubRec)).Id);
        await CompleteAsync(again, 7);
        Assert.Equal(["1"], _taken);
    }

    [Fact]
    public async Task Publish_RepeatedWhileTheFirstIsBeingTaken_IsTakenOnceAndReachesSubscribersOnce()
    {
        var goOn = new TaskCompletionSource();
        _taking = goOn.Task;
        using var subscriber = await RawMqtt.OpenAsync(_broker.Endpoints[0].Port);
        await subscriber.LoginAsync("subscriber", isClean: true);
        await subscriber.SubscribeAsync("a");
        await subscriber.SubscribeAsync("end");
        using (var first = await LoginAsync(isClean: false))
        {
            await first.PublishAsync("a", "1", 7, 2, isRepeat: false);
            while (_taken.IsEmpty) await Task.Yield();
        }

        using var again = await LoginAsync(isClean: false);
        await again.PublishAsync("a", "1", 7, 2, isRepeat: true);
        var answer = again.ReadAsync(RawMqtt.PubRec);
        goOn.SetResult();
        Assert.Equal(7, (await answer).Id);

        // The session may have the answer to the first one for it too.
        await again.AnswerAsync(RawMqtt.PubRel, 7);
        RawPacket packet;
        while ((packet = (await again.ReadAsync())!).Type == RawMqtt.PubRec) Assert.Equal(7, packet.Id);
        Assert.Equal((RawMqtt.PubComp, 7), (packet.Type, packet.Id));
        Assert.Equal(["1"], _taken);
        await again.PublishAsync("end", "2", 8, 2, isRepeat: false);
        List<string> topics = [];
        while (!topics.Contains("end")) topics.Add((await subscriber.ReadAsync(RawMqtt.Publish)).Topic);
        Assert.Equal(["a", "end"], topics);
    }

    [Fact]
    public async Task Publish_SameIdUnmarkedWhileTheFirstIsBeingTaken_IsANewMessage()
    {
        var goOn = new TaskCompletionSource();
        _taking = goOn.Task;
        using (var first = await LoginAsync(isClean: false))
        {
            await first.PublishAsync("a", "1", 7, 2, isRepeat: false);
            while (_taken.IsEmpty) await Task.Yield();
        }

        using var again = await LoginAsync(isClean: false);
        await again.PublishAsync("a", "2", 7, 2, isRepeat: false);
        goOn.SetResult();
        while (_taken.Count < 2) await Task.Yield();
        Assert.Equal(["1", "2"], _taken);
    }

    [Fact]
    public async Task Release_ConnectionLostBeforePubComp_IsAnsweredAgainAndFreesTheId()
    {
        using (var first = await LoginAsync(isClean: false))
        {
            await first.PublishAsync("a", "1", 7, 2, isRepeat: false);
            await first.ReadAsync(RawMqtt.PubRec);
            await first.AnswerAsync(RawMqtt.PubRel, 7);
            while (_book.OpenOf("device") > 0) await Task.Yield();
        }

        using var again = await LoginAsync(isClean: false);
        await CompleteAsync(again, 7);
        await again.PublishAsync("a", "2", 7, 2, isRepeat: false);
        await again.ReadAsync(RawMqtt.PubRec);
        Assert.Equal(["1", "2"], _taken);
    }

    [Fact]
    public async Task Publish_SameIdUnmarkedOnANewConnection_IsANewMessage()
    {
        using (var first = await LoginAsync(isClean: false))
        {
            await first.PublishAsync("a", "1", 7, 2, isRepeat: false);
            await first.ReadAsync(RawMqtt.PubRec);
        }

        using var again = await LoginAsync(isClean: false);
        await again.PublishAsync("a", "2", 7, 2, isRepeat: false);
        await again.ReadAsync(RawMqtt.PubRec);
        Assert.Equal(["1", "2"], _taken);
    }

    [Fact]
    public async Task Connect_CleanSession_FreesAllIds()
    {
        using (var first = await LoginAsync(isClean: false))
        {
            await first.PublishAsync("a", "1", 7, 2, isRepeat: false);
            await first.ReadAsync(RawMqtt.PubRec);
        }

        using var again = await LoginAsync(isClean: true);
        Assert.Equal(0, _book.OpenOf("device"));
        await again.PublishAsync("a", "2", 7, 2, isRepeat: true);
        await again.ReadAsync(RawMqtt.PubRec);
        Assert.Equal(["1", "2"], _taken);
    }

    [Fact]
    public async Task Publish_TooManyWithoutRelease_IsCutOff()
    {
        using var device = await LoginAsync(isClean: true);
        for (ushort id = 1; id <= 1000; id++)
        {
            await device.PublishAsync("a", "x", id, 2, isRepeat: false);
            await device.ReadAsync(RawMqtt.PubRec);
        }

        await device.PublishAsync("a", "x", 1001, 2, isRepeat: false);
        while (await device.ReadAsync() is { } packet) Assert.Equal(RawMqtt.PubRec, packet.Type);
    }

    private static async Task CompleteAsync(RawMqtt device, int id)
    {
        await device.AnswerAsync(RawMqtt.PubRel, id);
        Assert.Equal(id, (await device.ReadAsync(RawMqtt.PubComp)).Id);
    }

    private async Task<RawMqtt> LoginAsync(bool isClean)
    {
        var device = await RawMqtt.OpenAsync(_broker.Endpoints[0].Port);
        await device.LoginAsync("device", isClean);
        return device;
    }
}
