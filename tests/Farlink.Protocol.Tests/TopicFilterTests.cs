using CsCheck;
using Farlink.Protocol.Bridging;

namespace Farlink.Protocol.Tests;

public sealed class TopicFilterTests
{
    /// <summary>Examples of MQTT 5.0 §4.7.</summary>
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("#", "$SYS/x", false)]
    [InlineData("+/monitor/Clients", "$SYS/monitor/Clients", false)]
    [InlineData("$SYS/#", "$SYS/x", true)]
    [InlineData("/esp8266", "/esp8266", true)]
    [InlineData("/esp8266", "/esp82660", false)]
    public void Matches_Specification_Agrees(string filter, string topic, bool expected) =>
        Assert.Equal(expected, TopicFilter.Matches(filter, topic));

    [Theory]
    [InlineData("a/#", true)]
    [InlineData("#", true)]
    [InlineData("+", true)]
    [InlineData("a/+/b", true)]
    [InlineData("a/#/b", false)]
    [InlineData("a#", false)]
    [InlineData("a+/b", false)]
    [InlineData("", false)]
    [InlineData("a\0b", false)]
    public void IsValidFilter_Form_IsChecked(string filter, bool expected) =>
        Assert.Equal(expected, TopicFilter.IsValidFilter(filter));

    [Fact]
    public void IsValidFilter_UnpairedSurrogate_IsRefused() => Assert.False(TopicFilter.IsValidFilter("a\ud800"));

    [Theory]
    [InlineData("/esp8266", true)]
    [InlineData("a+b", false)]
    [InlineData("a/#", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsValidTopic_Form_IsChecked(string? topic, bool expected) =>
        Assert.Equal(expected, TopicFilter.IsValidTopic(topic));

    [Fact]
    public void IsValidTopic_LongerThanTheProtocolCarries_IsRefused()
    {
        Assert.True(TopicFilter.IsValidTopic(new string('a', 65_535)));
        Assert.False(TopicFilter.IsValidTopic(new string('a', 65_536)));
    }

    [Fact]
    public void Matches_AnyTopicAsItsOwnFilter_IsTrue() =>
        Gen.String[Gen.Char["abc/"], 1, 20].Sample(topic => Assert.True(TopicFilter.Matches(topic, topic)));

    [Theory]
    [InlineData(RouteDirection.Up, true)]
    [InlineData(RouteDirection.Both, true)]
    [InlineData(RouteDirection.Down, false)]
    public void LetsUp_Direction_Decides(RouteDirection direction, bool expected) =>
        Assert.Equal(expected, new Route("/esp8266", direction).LetsUp("/esp8266"));
}
