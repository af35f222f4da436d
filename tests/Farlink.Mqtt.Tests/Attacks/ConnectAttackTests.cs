using Farlink.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>Packets that are none, come too early or twice, or that no client may send.</summary>
public sealed class ConnectAttackTests
{
    private const int Version5 = 5;

    [Fact]
    public async Task Connect_AnOctetAtATime_EndsAtTheLimit()
    {
        var time = new FakeTimeProvider();
        await using var target = await Target.StartAsync(time: time);
        using var slow = await target.SecureAsync(TestPki.Instance.Client);
        var ending = slow.ReadAsync();
        var connect = Convert.FromHexString("100d00044d5154540402003c000161");
        for (var second = 0; second < 10; second++)
        {
            Assert.False(ending.IsCompleted);
            await slow.SendAsync(connect.AsMemory(second, 1));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Null(await ending.WaitAsync(Target.Patience));
        await target.Log.WaitForAsync("no login within 10 s");
    }

    [Theory]
    [InlineData("nothing at all", "")]
    [InlineData("another protocol", "000448545450 04 02 0000 000161")]
    [InlineData("version 9", "00044d515454 09 02 0000 000161")]
    [InlineData("the reserved flag", "00044d515454 04 03 0000 000161")]
    [InlineData("user and password that are not there", "00044d515454 04 c2 0000 000161")]
    [InlineData("a client id longer than the packet", "00044d515454 04 02 0000 00ff61")]
    [InlineData("a will that is not there", "00044d515454 04 06 0000 000161")]
    [InlineData("no client id and no clean session", "00044d515454 04 00 0000 0000")]
    [InlineData("properties longer than the packet", "00044d515454 05 02 0000 7f000161")]
    public async Task Connect_Malformed_IsCutOff(string what, string hex)
    {
        await using var target = await Target.StartAsync();
        using var device = await target.SecureAsync(TestPki.Instance.Client);
        await device.SendAsync(RawMqtt.Connect, 0, Octets(hex));
        Assert.True(await device.ReadAsync() is null, what);
        await target.Log.WaitForAsync("its CONNECT is malformed");
    }

    [Fact]
    public async Task Connect_WillOfQosThree_IsCutOff()
    {
        await using var target = await Target.StartAsync();
        using var device = await target.SecureAsync(TestPki.Instance.Client);
        await device.SendAsync(RawMqtt.Connect, 0, new ConnectPacket { WillTopic = "a", WillQos = 3 }.Body);
        Assert.Null(await device.ReadAsync());
        await target.Log.WaitForAsync("its will has QoS 3");
    }

    [Fact]
    public async Task Connect_Twice_IsCutOff()
    {
        await using var target = await Target.StartAsync();
        using var device = await target.LoginAsync();
        await device.SendAsync(RawMqtt.Connect, 0, new ConnectPacket().Body);
        Assert.Null(await device.ReadAsync());
        await target.Log.WaitForAsync("a second CONNECT");
        await target.Log.WaitForAsync("Client dev disconnected");
    }

    [Theory]
    [InlineData(RawMqtt.ConnAck, 0, "0000", "a packet of a kind that no client sends here")]
    [InlineData(RawMqtt.SubAck, 0, "000100", "a packet of a kind that no client sends here")]
    [InlineData(RawMqtt.PingResp, 0, "", "a packet of a kind that no client sends here")]
    [InlineData(RawMqtt.Publish, 6, "0001610001", "a PUBLISH with QoS 3")]
    [InlineData(RawMqtt.Publish, 2, "0001610000", "a packet with packet id 0")]
    [InlineData(RawMqtt.Subscribe, 2, "000000016100", "a packet with packet id 0")]
    [InlineData(RawMqtt.Publish, 0, "ffff61", "it sent a malformed packet")]
    [InlineData(RawMqtt.Subscribe, 2, "0001000161", "it sent a malformed packet")]
    [InlineData(0, 0, "", "it sent a malformed packet")]
    public async Task Packet_ThatNoClientMaySend_IsCutOff(int type, int flags, string hex, string reason)
    {
        await using var target = await Target.StartAsync();
        using var device = await target.LoginAsync();
        await device.SendAsync(type, flags, Octets(hex));
        Assert.Null(await device.ReadAsync());
        await target.Log.WaitForAsync(reason);
        await target.Log.WaitForAsync("Client dev disconnected");
    }

    /// <summary>The library would keep 65,535 topics of 64 KiB for each client.</summary>
    [Fact]
    public async Task TopicAlias_AboveWhatWasAgreed_IsCutOff()
    {
        await using var target = await Target.StartAsync();
        using var device = await target.SecureAsync(TestPki.Instance.Client);
        var connect = new ConnectPacket().Body;
        connect[6] = Version5;

        // No properties, before the client id.
        await device.SendAsync(RawMqtt.Connect, 0, [.. connect[..10], 0, .. connect[10..]]);
        var welcome = await device.ReadAsync(RawMqtt.ConnAck);
        Assert.Equal(0, welcome.Body[1]);
        Assert.Contains("22000A", Convert.ToHexString(welcome.Body), StringComparison.Ordinal);

        // Topic, length of properties, property 0x23: the alias.
        await device.SendAsync(RawMqtt.Publish, 0, Octets("000161 03 23000a"));
        await device.SendAsync(RawMqtt.PingReq, 0, []);
        Assert.Equal(RawMqtt.PingResp, (await device.ReadAsync())?.Type);
        await device.SendAsync(RawMqtt.Publish, 0, Octets("000161 03 23000b"));
        Assert.Null(await device.ReadAsync());
        await target.Log.WaitForAsync("a topic alias above 10");
    }

    /// <summary>Without our gate the library would ask for the rest for ever, and never wait.</summary>
    [Theory]
    [InlineData("30640001")]
    [InlineData("30")]
    public async Task Packet_HalfOfItAndTheEnd_EndsTheConnection(string hex)
    {
        await using var target = await Target.StartAsync();
        using var device = await target.LoginAsync();
        await device.SendAsync(Octets(hex));
        device.EndSending();
        Assert.Null(await device.ReadAsync());
        await target.Log.WaitForAsync("it closed in the middle of a packet");
        await target.Log.WaitForAsync("Client dev disconnected");
    }

    private static byte[] Octets(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
