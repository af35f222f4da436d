using Farlink.Mqtt.Broker;
using Microsoft.Extensions.Time.Testing;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>A client that asks and does not read, or reads and does not acknowledge.</summary>
public sealed class OpenPacketsTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Receive_AnswersNotRead_WaitsAndRefusesAtTheLimit()
    {
        var open = new OpenPackets(2, _time);
        Assert.Null(await open.ReceiveAsync(Publish(1), default));
        Assert.Null(await open.ReceiveAsync(new MqttSubscribePacket { PacketIdentifier = 2 }, default));
        var third = open.ReceiveAsync(Publish(3), default).AsTask();
        _time.Advance(OpenPackets.Patience - Tick);
        Assert.False(third.IsCompleted);
        _time.Advance(Tick);
        Assert.Equal("it does not read its answers, of which 2 wait", await third);
    }

    [Fact]
    public async Task Receive_AnAnswerIsSent_GoesOn()
    {
        var open = new OpenPackets(1, _time);
        Assert.Null(await open.ReceiveAsync(Publish(1), default));
        var second = open.ReceiveAsync(Publish(2), default).AsTask();
        Assert.False(second.IsCompleted);
        open.NoteSending(new MqttPubAckPacket { PacketIdentifier = 1 });
        Assert.Null(await second);

        // And it counts.
        var third = open.ReceiveAsync(Publish(3), default).AsTask();
        _time.Advance(OpenPackets.Patience);
        Assert.NotNull(await third);
    }

    [Fact]
    public async Task Receive_NothingToAnswer_NeverWaits()
    {
        var open = new OpenPackets(0, _time);
        Assert.Null(await open.ReceiveAsync(Publish(0, MqttQualityOfServiceLevel.AtMostOnce), default));
        Assert.Null(await open.ReceiveAsync(new MqttPubAckPacket { PacketIdentifier = 1 }, default));
        Assert.Null(await open.ReceiveAsync(new MqttDisconnectPacket(), default));
    }

    /// <summary>Acknowledgements that nobody waits for must not make room.</summary>
    [Fact]
    public async Task Unacknowledged_IdsThatComeRoundAndFalseOnes_AreCountedAsTheLibraryDoes()
    {
        var open = new OpenPackets(10, _time);
        open.NoteSending(Publish(7));
        open.NoteSending(Publish(7));
        open.NoteSending(Publish(8));
        open.NoteSending(Publish(0, MqttQualityOfServiceLevel.AtMostOnce));
        Assert.Equal(3, open.Unacknowledged);
        await open.ReceiveAsync(new MqttPubAckPacket { PacketIdentifier = 99 }, default);
        Assert.Equal(3, open.Unacknowledged);
        await open.ReceiveAsync(new MqttPubAckPacket { PacketIdentifier = 7 }, default);
        await open.ReceiveAsync(new MqttPubCompPacket { PacketIdentifier = 8 }, default);
        Assert.Equal(1, open.Unacknowledged);
    }

    private static MqttPublishPacket Publish(
        ushort id, MqttQualityOfServiceLevel qos = MqttQualityOfServiceLevel.AtLeastOnce) =>
        new() { Topic = "a", PacketIdentifier = id, QualityOfServiceLevel = qos };
}
