using System.Net;
using System.Net.Sockets;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;
using Farlink.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Mqtt.Tests;

/// <summary>
/// A broker that lets us in and ends the connection at one message, as mosquitto does with one that is too large.
/// </summary>
public sealed class CutOffTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly FakeTimeProvider _time = new();
    private int _connections;

    public CutOffTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task Publish_BrokerEndsEveryConnectionAtIt_IsRefusedInTimeAndTheNextPasses(MqttQos qos)
    {
        using var stop = new CancellationTokenSource();
        var serving = ServeAsync(stop.Token);
        await using var client = BrokerClient.Start(
            new BrokerClientOptions
            {
                Host = "127.0.0.1",
                Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
                ClientId = "base",
                FirstDelay = TimeSpan.FromSeconds(40),
                LongestDelay = TimeSpan.FromSeconds(40),
                AnswerTimeout = TimeSpan.FromMinutes(30),
            },
            null, NullLogger.Instance, _time);
        var poison = client.PublishAsync(Message("poison", qos), null, default);
        var next = client.PublishAsync(Message("good", qos), null, default);
        var start = _time.GetTimestamp();
        await AdvanceUntilAsync(poison);
        Assert.Contains("ended the connection", (await poison).Refusal, StringComparison.Ordinal);
        Assert.InRange(_time.GetElapsedTime(start).TotalMinutes, 5, 30);
        await AdvanceUntilAsync(next);
        Assert.True((await next).IsAccepted);

        // With pauses between: not hundreds.
        Assert.InRange(_connections, 8, 60);
        await stop.CancelAsync();
        await client.DisposeAsync();
        await serving;
    }

    private static MqttMessage Message(string payload, MqttQos qos) =>
        new() { Topic = "a", Payload = System.Text.Encoding.ASCII.GetBytes(payload), Qos = qos };

    private async Task AdvanceUntilAsync(Task done)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!done.IsCompleted)
        {
            Assert.True(clock.Elapsed < Patience, $"{_connections} connections, and no end");

            // A little at a time: what waits for an answer must not run out of time while the sockets work.
            var before = _connections;
            _time.Advance(TimeSpan.FromSeconds(1));
            if (_connections == before) await Task.Delay(1);
        }
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                using var broker = new RawMqtt(await _listener.AcceptTcpClientAsync(stop));
                Interlocked.Increment(ref _connections);
                await ServeAsync(broker);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static async Task ServeAsync(RawMqtt broker)
    {
        while (await broker.ReadAsync() is { } packet)
        {
            switch (packet.Type)
            {
                case RawMqtt.Connect:
                    await broker.SendAsync(RawMqtt.ConnAck, 0, [0, 0]);
                    break;
                case RawMqtt.Publish when packet.Payload == "poison":
                    return;
                case RawMqtt.Publish:
                    await broker.AnswerAsync(packet.Qos == 1 ? RawMqtt.PubAck : RawMqtt.PubRec, packet.Id);
                    break;
                case RawMqtt.PubRel:
                    await broker.AnswerAsync(RawMqtt.PubComp, packet.Id);
                    break;
            }
        }
    }
}
