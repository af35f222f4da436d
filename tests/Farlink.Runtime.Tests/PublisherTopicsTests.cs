using Farlink.Runtime.Services;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests;

/// <summary>How many topics a publisher may use.</summary>
public sealed class PublisherTopicsTests
{
    private readonly PublisherTopics _topics = new(new FakeTimeProvider());

    [Fact]
    public void IsTooMany_AfterAThousandOthers_IsTrueButForThoseThatAreKnown()
    {
        for (var i = 0; i < PublisherTopics.MostOfOne; i++) Assert.False(_topics.IsTooMany("door", $"t/{i}"));
        Assert.True(_topics.IsTooMany("door", "one/more"));
        Assert.False(_topics.IsTooMany("door", "t/0"));
        Assert.False(_topics.IsTooMany("well", "one/more"));
    }

    /// <summary>The link refuses them for their length: they must take neither memory nor the place of others.</summary>
    [Fact]
    public void IsTooMany_OfTopicsThatNoLinkCarries_CountsNone()
    {
        var tail = new string('t', 1024);
        for (var i = 0; i <= PublisherTopics.MostOfOne; i++) Assert.False(_topics.IsTooMany("door", $"{i}/{tail}"));
        Assert.False(_topics.IsTooMany("door", "t"));
    }
}
