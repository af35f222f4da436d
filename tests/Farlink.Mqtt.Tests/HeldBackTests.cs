using System.Net;
using Farlink.Mqtt.Broker;
using Farlink.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Mqtt.Tests;

/// <summary>A client whose message waits for its acknowledgement, as when the disk is full.</summary>
public sealed class HeldBackTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _room = new();
    private readonly TaskCompletionSource<CancellationToken> _held = new();
    private TaskCompletionSource? _taken;
    private EmbeddedBroker _broker = null!;

    public async ValueTask InitializeAsync() => _broker = await EmbeddedBroker.StartAsync(
        new BrokerOptions
        {
            Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, 0), ListenerAuth.Plain)],
            OnPublish = async (_, stop) =>
            {
                _held.TrySetResult(stop);
                await _room.Task.WaitAsync(stop);
                _taken?.TrySetResult();
                return null;
            },
        },
        NullLogger.Instance, _time, default);

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [Fact]
    public async Task Ping_WhileAMessageWaits_IsAnsweredBeforeItsAcknowledgement()
    {
        using var device = await LoginAsync();
        await device.PublishAsync("a", "1", 7, 1, isRepeat: false);
        await _held.Task.WaitAsync(Patience);
        await device.SendAsync(RawMqtt.PingReq, 0, []);
        Assert.Equal(RawMqtt.PingResp, (await device.ReadAsync())?.Type);
        _room.SetResult();
        Assert.Equal(7, (await device.ReadAsync(RawMqtt.PubAck)).Id);
    }

    [Fact]
    public async Task Publish_SeveralWhileOneWaits_AreAcknowledgedInOrder()
    {
        using var device = await LoginAsync();
        for (ushort id = 1; id <= 40; id++) await device.PublishAsync("a", "1", id, 1, isRepeat: false);
        _room.SetResult();
        for (ushort id = 1; id <= 40; id++) Assert.Equal(id, (await device.ReadAsync(RawMqtt.PubAck)).Id);
    }

    [Fact]
    public async Task Disconnect_WhileAMessageWaits_EndsTheWait()
    {
        using (var device = await LoginAsync())
        {
            await device.PublishAsync("a", "1", 7, 1, isRepeat: false);
            await _held.Task.WaitAsync(Patience);
        }

        var gone = new TaskCompletionSource();
        await using var registration = (await _held.Task).Register(gone.SetResult);
        while (!gone.Task.IsCompleted)
        {
            _time.Advance(ReadAhead.Grace);
            await Task.Yield();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Publish_AndCloseAtOnce_IsTakenAllTheSame(int qos)
    {
        for (var i = 0; i < 20; i++)
        {
            var taken = new TaskCompletionSource();
            _taken = taken;
            using (var device = await LoginAsync())
            {
                await device.PublishAsync("a", "1", 7, qos, isRepeat: false);
                await device.SendAsync(RawMqtt.Disconnect, 0, []);
            }

            if (i == 0) _room.SetResult();
            await taken.Task.WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task Silence_OneAndAHalfTimesKeepAlive_EndsTheConnection()
    {
        _room.SetResult();
        using var device = await LoginAsync(keepAliveSeconds: 10);
        await device.PublishAsync("a", "1", 7, 1, isRepeat: false);
        await device.ReadAsync(RawMqtt.PubAck);
        await device.SendAsync(RawMqtt.PingReq, 0, []);
        Assert.Equal(RawMqtt.PingResp, (await device.ReadAsync())?.Type);
        _time.Advance(TimeSpan.FromSeconds(14.9));
        await device.SendAsync(RawMqtt.PingReq, 0, []);
        Assert.Equal(RawMqtt.PingResp, (await device.ReadAsync())?.Type);

        // The wait begins anew with the ping, a moment after its answer was sent.
        var end = device.ReadAsync();
        while (!end.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }

        Assert.Null(await end);
    }

    private async Task<RawMqtt> LoginAsync(ushort keepAliveSeconds = 0)
    {
        var device = await RawMqtt.OpenAsync(_broker.Endpoints[0].Port);
        await device.LoginAsync("device", isClean: true, keepAliveSeconds: keepAliveSeconds);
        return device;
    }
}
