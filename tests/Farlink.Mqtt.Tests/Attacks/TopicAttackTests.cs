using System.Text;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Broker;
using Farlink.Tests.Shared;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>Topics that a client may not publish to, or not read, or that are none.</summary>
public sealed class TopicAttackTests
{
    private const int Refused = 0x80;

    [Theory]
    [InlineData("/other", "the ACL does not let user esp8266 publish to /other")]
    [InlineData("$SYS/broker/uptime", "only Farlink publishes there")]
    [InlineData("farlink", "only Farlink publishes there")]
    [InlineData("farlink/barn/state", "only Farlink publishes there")]
    [InlineData("open/+", "it is not a valid topic")]
    [InlineData("#", "it is not a valid topic")]
    [InlineData("", "it is not a valid topic")]
    public async Task Publish_ForbiddenTopic_GoesNowhere(string topic, string reason)
    {
        await using var target = await Target.StartAsync(Narrow);
        await AssertGoesNowhereAsync(target, Encoding.UTF8.GetBytes(topic));
        await target.Log.WaitForAsync(reason);
    }

    /// <summary>NUL, an octet that begins no character, half a surrogate pair (MQTT 3.1.1 §1.5.3).</summary>
    [Theory]
    [InlineData("6f70656e2f00")]
    [InlineData("6f70656e2fff")]
    [InlineData("6f70656e2feda080")]
    public async Task Publish_TopicThatIsNoText_GoesNowhere(string hex)
    {
        await using var target = await Target.StartAsync(Narrow);
        await AssertGoesNowhereAsync(target, Convert.FromHexString(hex));
        await target.Log.WaitForAsync("it is not a valid topic");
    }

    [Theory]
    [InlineData("/other", "the ACL allows user esp8266 nothing under /other")]
    [InlineData("$SYS/#", "the ACL allows user esp8266 nothing under $SYS/#")]
    [InlineData("open/#/b", "it is not a valid topic filter")]
    [InlineData("open+", "it is not a valid topic filter")]
    [InlineData("", "it is not a valid topic filter")]
    public async Task Subscribe_ForbiddenFilter_IsRefused(string filter, string reason)
    {
        await using var target = await Target.StartAsync(Narrow);
        using var device = await target.LoginAsync();
        Assert.Equal(Refused, await device.SubscribeAsync(filter));
        await target.Log.WaitForAsync(reason);
    }

    /// <summary>What was retained before, and what comes after.</summary>
    [Fact]
    public async Task Subscribe_AllWithANarrowAcl_GetsOnlyWhatItMayRead()
    {
        await using var target = await Target.StartAsync(Narrow);
        foreach (var topic in (string[])["secret", "open/first"]) await target.PublishAsync(topic, isRetained: true);
        using var watch = await target.LoginAsync(ConnectPacket.Of("watch"), TestPki.Instance.Other);
        Assert.Equal(["open/first"], await target.RetainedAsync(watch));
        foreach (var topic in (string[])["secret", "open/second"]) await target.PublishAsync(topic);
        Assert.Equal(["open/second"], await target.ArrivedAsync(watch));
    }

    [Theory]
    [InlineData("/other", false, "the ACL does not let user esp8266 publish to /other")]
    [InlineData("/other", true, "the ACL does not let user esp8266 publish to /other")]
    [InlineData("$SYS/broker/uptime", true, "only Farlink publishes there")]
    [InlineData("farlink/barn/state", true, "only Farlink publishes there")]
    [InlineData("open/#", false, "it is not a valid topic")]
    public async Task Will_ForbiddenTopic_GoesNowhere(string topic, bool isRetained, string reason)
    {
        await using var target = await Target.StartAsync(Narrow);
        using var watch = await WatchAsync(target);
        var device = await target.LoginAsync(new ConnectPacket { WillTopic = topic, WillRetain = isRetained });
        device.Dispose();
        await target.Log.WaitForAsync(reason);
        Assert.Empty(await target.ArrivedAsync(watch));

        // Nor was it kept.
        using var late = await target.LoginAsync(ConnectPacket.Of("late"), TestPki.Instance.Other);
        Assert.Empty(await target.RetainedAsync(late));
    }

    [Fact]
    public async Task Will_AllowedTopic_IsPublished()
    {
        await using var target = await Target.StartAsync(Narrow);
        using var watch = await WatchAsync(target);
        var device = await target.LoginAsync(new ConnectPacket { WillTopic = "open/will" });
        device.Dispose();
        Assert.Equal("open/will", (await watch.ReadAsync(RawMqtt.Publish).WaitAsync(Target.Patience)).Topic);
    }

    /// <summary>esp8266 may use what is open; other may read it.</summary>
    private static BrokerOptions Narrow(BrokerOptions options) => options with
    {
        Access = AccessList.Parse("user esp8266\ntopic readwrite open/#\nuser other\ntopic read open/#", "acl"),
    };

    /// <summary>A client of other that is subscribed to everything.</summary>
    private static async Task<RawMqtt> WatchAsync(Target target)
    {
        var watch = await target.LoginAsync(ConnectPacket.Of("watch"), TestPki.Instance.Other);
        Assert.Equal(0, await watch.SubscribeAsync("#"));
        return watch;
    }

    /// <summary>In MQTT 3.1.1 what is refused is acknowledged, or its sender would repeat it for ever.</summary>
    private static async Task AssertGoesNowhereAsync(Target target, byte[] topic)
    {
        using var watch = await WatchAsync(target);
        using var device = await target.LoginAsync();
        await device.SendAsync(RawMqtt.Publish, 2, [.. RawMqtt.Text(topic), 0, 1, .. "x"u8]);
        await device.ReadAsync(RawMqtt.PubAck);
        Assert.Empty(await target.ArrivedAsync(watch));
    }
}
