using CsCheck;
using Farlink.Mqtt.Access;

namespace Farlink.Mqtt.Tests;

public sealed class AccessListTests
{
    private const string Text = """
        # anonymous
        topic read public/#
        user esp8266
        topic readwrite /esp8266
        topic write sensors/+/state
        topic deny sensors/secret/state
        topic plain
        pattern read devices/%c/cmd
        pattern write users/%u/out
        """;

    private static readonly AccessList List = AccessList.Parse(Text, "acl");

    [Theory]
    [InlineData("esp8266", "id", "/esp8266", AccessKind.Write, true)]
    [InlineData("esp8266", "id", "/esp8266", AccessKind.Read, true)]
    [InlineData("esp8266", "id", "/other", AccessKind.Write, false)]
    [InlineData("esp8266", "id", "sensors/a/state", AccessKind.Write, true)]
    [InlineData("esp8266", "id", "sensors/a/state", AccessKind.Read, false)]
    [InlineData("esp8266", "id", "sensors/secret/state", AccessKind.Write, false)]
    [InlineData("esp8266", "id", "plain", AccessKind.Write, true)]
    [InlineData("esp8266", "id", "public/x", AccessKind.Read, false)]
    [InlineData(null, "id", "public/x", AccessKind.Read, true)]
    [InlineData(null, "id", "public/x", AccessKind.Write, false)]
    [InlineData("other", "id", "/esp8266", AccessKind.Write, false)]
    [InlineData("other", "id", "devices/id/cmd", AccessKind.Read, true)]
    [InlineData("other", "id", "devices/id2/cmd", AccessKind.Read, false)]
    [InlineData("other", "id", "users/other/out", AccessKind.Write, true)]
    [InlineData("other", "id", "users/esp8266/out", AccessKind.Write, false)]
    [InlineData("+", "id", "users/esp8266/out", AccessKind.Write, false)]
    [InlineData("other", "#", "devices/x/cmd", AccessKind.Read, false)]
    [InlineData(null, "id", "users//out", AccessKind.Write, false)]
    public void Allows_Topic_FollowsTheFile(string? user, string clientId, string topic, AccessKind kind, bool expected) =>
        Assert.Equal(expected, List.Allows(user, clientId, topic, kind));

    [Theory]
    [InlineData("/esp8266", true)]
    [InlineData("#", true)]
    [InlineData("/+", true)]
    [InlineData("/other", false)]
    [InlineData("sensors/+/state", false)]
    [InlineData("devices/+/cmd", true)]
    [InlineData("devices/id2/cmd", false)]
    [InlineData("$share/group//esp8266", true)]
    [InlineData("$SYS/#", false)]
    public void Allows_Subscription_IsRefusedWhereNothingCouldArrive(string filter, bool expected) =>
        Assert.Equal(expected, List.Allows("esp8266", "id", filter, AccessKind.Subscribe));

    [Theory]
    [InlineData("topic read a/#/b", "not a topic filter")]
    [InlineData("user", "needs a name")]
    [InlineData("allow all", "expected user, topic or pattern")]
    [InlineData("topic", "not a topic filter")]
    public void Parse_DamagedLine_SaysWhereAndWhat(string line, string expected)
    {
        var failure = Assert.Throws<AccessFileException>(() => AccessList.Parse("\n" + line, "acl"));
        Assert.StartsWith("acl:2:", failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllowAll_AnyTopicButDollar_IsAllowed()
    {
        Assert.True(AccessList.AllowAll.Allows(null, "id", "a/b", AccessKind.Write));
        Assert.False(AccessList.AllowAll.Allows(null, "id", "$SYS/x", AccessKind.Read));
    }

    /// <summary>A subscription is refused only if no topic that it matches could be read.</summary>
    [Fact]
    public void Allows_SubscriptionRefused_NoTopicOfItIsReadable()
    {
        var level = Gen.OneOf(Gen.Const("a"), Gen.Const("b"), Gen.Const("+"));
        var filter = Gen.Select(level, level).Select((first, second) => $"{first}/{second}");
        var topic = Gen.Select(Gen.OneOf(Gen.Const("a"), Gen.Const("b")), Gen.OneOf(Gen.Const("a"), Gen.Const("b")))
            .Select((first, second) => $"{first}/{second}");
        Gen.Select(filter, filter, topic).Sample((rule, subscription, name) =>
        {
            var list = AccessList.Parse($"user u\ntopic read {rule}", "acl");
            if (list.Allows("u", "id", subscription, AccessKind.Subscribe)) return;
            Assert.False(
                Protocol.Bridging.TopicFilter.Matches(subscription, name) && list.Allows("u", "id", name, AccessKind.Read));
        });
    }
}
