using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;
using Farlink.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Mqtt.Tests;

/// <summary>Our client as sender and receiver of QoS 2, against a broker that cuts where the test says.</summary>
public sealed class QosTwoClientTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly MqttMessage Message =
        new() { Topic = "a", Payload = "1"u8.ToArray(), Qos = MqttQos.ExactlyOnce };

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Phase _phase = new();

    public QosTwoClientTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Publish_NothingFails_TakesFourPacketsAndTwoSaves()
    {
        await using var client = Start();
        using var broker = await AcceptAsync(hasSession: true);
        var publishing = client.PublishAsync(Message, _phase, default);
        var publish = await broker.ReadAsync(RawMqtt.Publish);
        Assert.False(publish.IsRepeat);
        Assert.Equal([new QosTwoPhase((ushort)publish.Id, false)], _phase.Saved);
        await broker.AnswerAsync(RawMqtt.PubRec, publish.Id);
        Assert.Equal(publish.Id, (await broker.ReadAsync(RawMqtt.PubRel)).Id);
        Assert.Equal(new QosTwoPhase((ushort)publish.Id, true), _phase.Saved.Last());
        Assert.False(publishing.IsCompleted);
        await broker.AnswerAsync(RawMqtt.PubComp, publish.Id);
        Assert.True((await publishing.WaitAsync(Patience)).IsAccepted);
        Assert.Equal(0, client.InDoubt);
    }

    [Fact]
    public async Task Receive_RepeatBeforeTheSubscriptionOfANewConnection_IsTakenAndTheConnectionStays()
    {
        var held = new TaskCompletionSource();
        var taken = new ConcurrentQueue<string>();
        await using var client = BrokerClient.Start(
            new BrokerClientOptions
            {
                Host = "127.0.0.1",
                Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
                ClientId = "base",
                PersistentSession = true,
                Subscriptions = ["#"],
                FirstDelay = TimeSpan.FromMilliseconds(50),
            },
            async (message, stop) =>
            {
                if (taken.IsEmpty) await held.Task.WaitAsync(stop);
                taken.Enqueue(System.Text.Encoding.ASCII.GetString(message.Payload.Span));
            },
            NullLogger.Instance, TimeProvider.System);
        using (var broker = await AcceptAsync(hasSession: true))
        {
            var subscribe = await broker.ReadAsync(RawMqtt.Subscribe);
            await broker.SendAsync(RawMqtt.SubAck, 0, [subscribe.Body[0], subscribe.Body[1], 1]);
            await broker.PublishAsync("a", "1", 7, 1, isRepeat: false);
            await client.WaitConnectedAsync(default).WaitAsync(Patience);
        }

        held.SetResult();
        using var again = await AcceptAsync(hasSession: true);
        await again.PublishAsync("a", "1", 7, 1, isRepeat: true);
        RawPacket?[] answers = [await again.ReadAsync(), await again.ReadAsync()];
        Assert.Equal([RawMqtt.PubAck, RawMqtt.Subscribe], answers.Select(one => one?.Type ?? 0).Order());
    }

    [Fact]
    public async Task Publish_ConnectionLostBeforePubRec_RepeatsWithTheSameId()
    {
        await using var client = Start();
        var publishing = client.PublishAsync(Message, _phase, default);
        RawPacket first;
        using (var broker = await AcceptAsync(hasSession: true)) first = await broker.ReadAsync(RawMqtt.Publish);
        using var again = await AcceptAsync(hasSession: true);
        var repeat = await again.ReadAsync(RawMqtt.Publish);
        Assert.True(repeat.IsRepeat);
        Assert.Equal(first.Id, repeat.Id);
        await again.AnswerAsync(RawMqtt.PubRec, repeat.Id);
        await again.ReadAsync(RawMqtt.PubRel);
        await again.AnswerAsync(RawMqtt.PubComp, repeat.Id);
        Assert.True((await publishing.WaitAsync(Patience)).IsAccepted);
    }

    [Fact]
    public async Task Publish_ConnectionLostAfterPubRec_GoesOnWithPubRel()
    {
        await using var client = Start();
        var publishing = client.PublishAsync(Message, _phase, default);
        int id;
        using (var broker = await AcceptAsync(hasSession: true))
        {
            id = (await broker.ReadAsync(RawMqtt.Publish)).Id;
            await broker.AnswerAsync(RawMqtt.PubRec, id);
            await broker.ReadAsync(RawMqtt.PubRel);
        }

        using var again = await AcceptAsync(hasSession: true);
        Assert.Equal(id, (await again.ReadAsync(RawMqtt.PubRel)).Id);
        await again.AnswerAsync(RawMqtt.PubComp, id);
        Assert.True((await publishing.WaitAsync(Patience)).IsAccepted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publish_PhaseOfAnEarlierLife_GoesOnThere(bool isReceived)
    {
        _phase.Known = new QosTwoPhase(0x1234, isReceived);
        await using var client = Start();
        var publishing = client.PublishAsync(Message, _phase, default);
        using var broker = await AcceptAsync(hasSession: true);
        if (!isReceived)
        {
            var publish = await broker.ReadAsync(RawMqtt.Publish);
            Assert.True(publish.IsRepeat);
            Assert.Equal(0x1234, publish.Id);
            await broker.AnswerAsync(RawMqtt.PubRec, 0x1234);
        }

        Assert.Equal(0x1234, (await broker.ReadAsync(RawMqtt.PubRel)).Id);
        await broker.AnswerAsync(RawMqtt.PubComp, 0x1234);
        Assert.True((await publishing.WaitAsync(Patience)).IsAccepted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publish_BrokerForgotTheSession_IsInDoubtRepeatedByItsIdAndCounted(bool isReceived)
    {
        _phase.Known = new QosTwoPhase(0x1234, isReceived);
        await using var client = Start();
        var publishing = client.PublishAsync(Message, _phase, default);
        using var broker = await AcceptAsync(hasSession: false);
        var publish = await broker.ReadAsync(RawMqtt.Publish);
        Assert.True(publish.IsRepeat);
        Assert.Equal(0x1234, publish.Id);
        await broker.AnswerAsync(RawMqtt.PubRec, publish.Id);
        await broker.ReadAsync(RawMqtt.PubRel);
        await broker.AnswerAsync(RawMqtt.PubComp, publish.Id);
        Assert.True((await publishing.WaitAsync(Patience)).IsAccepted);
        Assert.Equal(1, client.InDoubt);
    }

    [Fact]
    public async Task Publish_StoppedBeforePubRec_LeavesItsIdToTheNextStart()
    {
        await using var client = Start();
        using var stop = new CancellationTokenSource();
        var publishing = client.PublishAsync(Message, _phase, stop.Token);
        using var broker = await AcceptAsync(hasSession: true);
        var publish = await broker.ReadAsync(RawMqtt.Publish);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);

        // What it sends next is the answer to what comes behind the PUBREC, and no PUBREL.
        await broker.AnswerAsync(RawMqtt.PubRec, publish.Id);
        await broker.PublishAsync("a", "1", 9, 1, isRepeat: false);
        Assert.Equal(9, (await broker.ReadAsync(RawMqtt.PubAck)).Id);
    }

    [Fact]
    public async Task Connect_BrokerThatNeverAnswers_IsTriedAgain()
    {
        await using var client = Start(timeout: TimeSpan.FromMilliseconds(200));
        using var frozen = await _listener.AcceptTcpClientAsync().WaitAsync(Patience);
        using var broker = await AcceptAsync(hasSession: false);
        await client.WaitConnectedAsync(default).WaitAsync(Patience);
    }

    [Fact]
    public async Task Receive_RepeatedAfterReconnect_IsTakenOnceAndAnsweredAgain()
    {
        var book = new MemoryBook();
        var taken = new ConcurrentQueue<string>();
        await using var client = Start(book, taken);
        await PublishAndCutAfterPubRecAsync();
        using var again = await AcceptAsync(hasSession: true, subscribes: true);
        await again.PublishAsync("a", "1", 5, 2, isRepeat: true);
        await again.ReadAsync(RawMqtt.PubRec);
        Assert.True(book.IsTaken("up", 5));
        await again.AnswerAsync(RawMqtt.PubRel, 5);
        await again.ReadAsync(RawMqtt.PubComp);
        Assert.False(book.IsTaken("up", 5));
        Assert.Equal(["1"], taken);
    }

    [Fact]
    public async Task Receive_BrokerForgotTheSession_TakesTheSameIdForANewMessage()
    {
        var book = new MemoryBook();
        var taken = new ConcurrentQueue<string>();
        await using var client = Start(book, taken);
        await PublishAndCutAfterPubRecAsync();
        using var again = await AcceptAsync(hasSession: false, subscribes: true);
        await again.PublishAsync("a", "2", 5, 2, isRepeat: false);
        await again.ReadAsync(RawMqtt.PubRec);
        Assert.Equal(["1", "2"], taken);
    }

    private async Task PublishAndCutAfterPubRecAsync()
    {
        using var broker = await AcceptAsync(hasSession: false, subscribes: true);
        await broker.PublishAsync("a", "1", 5, 2, isRepeat: false);
        await broker.ReadAsync(RawMqtt.PubRec);
    }

    private BrokerClient Start(
        MemoryBook? book = null, ConcurrentQueue<string>? taken = null, TimeSpan? timeout = null) => BrokerClient.Start(
        new BrokerClientOptions
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
            ClientId = "client",
            PersistentSession = true,
            AnswerTimeout = timeout ?? TimeSpan.FromSeconds(10),
            FirstDelay = TimeSpan.FromMilliseconds(20),
            Received = book,
            Publisher = "up",
            Subscriptions = taken is null ? [] : ["a"],
            SubscribeQos = MqttQos.ExactlyOnce,
        },
        (message, _) =>
        {
            taken?.Enqueue(System.Text.Encoding.UTF8.GetString(message.Payload.Span));
            book?.Take(message.Publisher, message.QosTwoId);
            return ValueTask.CompletedTask;
        },
        NullLogger.Instance, TimeProvider.System);

    private async Task<RawMqtt> AcceptAsync(bool hasSession, bool subscribes = false)
    {
        var broker = new RawMqtt(await _listener.AcceptTcpClientAsync().WaitAsync(Patience));
        await broker.ReadAsync(RawMqtt.Connect);
        await broker.SendAsync(RawMqtt.ConnAck, 0, [(byte)(hasSession ? 1 : 0), 0]);
        if (!subscribes) return broker;
        var subscribe = await broker.ReadAsync(RawMqtt.Subscribe);
        Assert.Equal(2, subscribe.Body[^1]);
        await broker.SendAsync(RawMqtt.SubAck, 0, [subscribe.Body[0], subscribe.Body[1], 2]);
        return broker;
    }

    private sealed class Phase : IQosTwoPhase
    {
        public List<QosTwoPhase> Saved { get; } = [];

        public QosTwoPhase? Known { get; set; }

        public ValueTask SaveAsync(QosTwoPhase phase, CancellationToken cancellationToken)
        {
            Saved.Add(phase);
            Known = phase;
            return ValueTask.CompletedTask;
        }
    }
}
