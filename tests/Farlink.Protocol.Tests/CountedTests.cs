using Farlink.Protocol.Text;

namespace Farlink.Protocol.Tests;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 files", "0 messages wait")]
    [InlineData(1, "1 file", "1 message waits")]
    [InlineData(2, "2 files", "2 messages wait")]
    [InlineData(1000, "1000 files", "1000 messages wait")]
    public void Of_Number_IsOneOrMany(long number, string files, string waiting)
    {
        Assert.Equal(files, Counted.Of(number, "file"));
        Assert.Equal(waiting, Counted.Of(number, "message waits", "messages wait"));
    }
}
