using System.Text.Unicode;
using Farlink.Protocol.Compression;
using Farlink.Protocol.Compression.Priming;

namespace Farlink.Protocol.Tests.Compression;

public sealed class PrimedModelsTests
{
    [Fact]
    public void Messages_OfTheBuiltInText_HaveTopicAndPayload()
    {
        var count = 0;
        foreach (var (topic, payload) in PrimedModels.Messages())
        {
            count++;
            Assert.NotEmpty(topic);
            Assert.NotEmpty(payload);
            Assert.True(Utf8.IsValid(topic));
            Assert.DoesNotContain((byte)'^', topic);
            Assert.False(payload.AsSpan().StartsWith("b64:"u8), "base64 that was not decoded");
            Assert.InRange(topic.Length + payload.Length, 2, RecordModel.MostTextOctets);
        }

        Assert.InRange(count, 100, 2000);
    }

    [Fact]
    public void Messages_Binary_AreAmongThem() =>
        Assert.Contains(PrimedModels.Messages(), message => RecordLook.IsBinaryPayload(message.Payload));

    [Fact]
    public void Of_ASize_IsReadOnce() =>
        Assert.Same(PrimedModels.Of(ModelSize.AtMost(1)!.Value), PrimedModels.Of(ModelSize.AtMost(1)!.Value));
}
