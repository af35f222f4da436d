using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;

namespace Farlink.Protocol.Tests.Wire;

public sealed class MessageCostTests
{
    [Fact]
    public void Of_SeedMessage_IsItsTopicOnceAndThreeOctetsAfterwards()
    {
        var cost = MessageCost.Of(new MqttMessage { Topic = "/esp8266", Payload = new byte[35] }, 0, expires: false);

        // Head, slot reference, length; the first time a reference of 0, the slot, the topic's length and the topic.
        Assert.Equal(35 + 3, cost.Octets);
        Assert.Equal(35 + 2, cost.RepeatedOctets);
        Assert.Equal(35 + 4 + 1 + 8, cost.FirstOctets);
    }

    [Fact]
    public void Of_LongSecretMessage_CountsPaddingAndEveryChunk()
    {
        var cost = MessageCost.Of(new MqttMessage { Topic = "a", Payload = new byte[1000] }, 64, expires: true);
        Assert.InRange(cost.Octets, 1024, 1088);
        Assert.InRange(cost.Octets - cost.RepeatedOctets, 1, 1);
    }
}
