using Farlink.Configuration;

namespace Farlink.Tests;

/// <summary>Times as a configuration and options have them.</summary>
public sealed class SpanTextTests
{
    [Theory]
    [InlineData("200ms", 0.2)]
    [InlineData("5s", 5)]
    [InlineData("1.5m", 90)]
    [InlineData("7", 7)]
    [InlineData("1h", 3600)]
    [InlineData("1d", 86_400)]
    public void TryParse_Form_IsRead(string text, double seconds)
    {
        Assert.True(SpanText.TryParse(text, out var span));
        Assert.Equal(seconds, span.TotalSeconds);
    }

    [Theory]
    [InlineData(43_200, "12h")]
    [InlineData(86_400, "1d")]
    [InlineData(5_400, "90m")]
    [InlineData(61, "61s")]
    [InlineData(1.5, "1500ms")]
    [InlineData(0, "0ms")]
    public void WriteShort_Span_IsInTheLargestUnit(double seconds, string expected) =>
        Assert.Equal(expected, SpanText.WriteShort(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 parsecs")]
    [InlineData("")]
    [InlineData("999999d")]
    public void TryParse_OtherForm_IsRefused(string text) => Assert.False(SpanText.TryParse(text, out _));
}
