using System.Globalization;
using System.Text;
using CsCheck;
using Farlink.Protocol.Text;

namespace Farlink.Protocol.Tests;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("Good job! You are connected 1 times", "Good job! You are connected 1 times")]
    [InlineData("\u001b[31mred", "\\x1B[31mred")]
    [InlineData("a\nb\r\0", "a\\x0Ab\\x0D\\x00")]
    [InlineData("[red]x[/]", "[red]x[/]")]
    [InlineData("grün 😀", "grün 😀")]
    [InlineData("\u202egnp.exe", "\\u202Egnp.exe")]
    [InlineData("\\x1B", "\\\\x1B")]
    public void Escape_Text_LeavesNothingThatActs(string text, string expected) => Assert.Equal(expected, Printable.Escape(text));

    [Fact]
    public void Escape_UnpairedSurrogate_IsShown() => Assert.Equal("a\\uD800b", Printable.Escape("a\ud800b"));

    [Fact]
    public void Escape_OctetsThatAreNotUtf8_AreShown() =>
        Assert.Equal("a\\xFF\\xFEb", Printable.Escape([0x61, 0xFF, 0xFE, 0x62]));

    [Fact]
    public void Escape_LongText_SaysHowMuchIsMissing() =>
        Assert.EndsWith("... (100 more characters)", Printable.Escape(new string('a', 500)));

    [Fact]
    public void Escape_AnyOctets_HoldsNoControlCharacter() => Gen.Byte.Array[0, 1000].Sample(octets =>
    {
        foreach (var shown in (string[])[Printable.Escape(octets), Printable.Escape(Encoding.Latin1.GetString(octets))])
        {
            Assert.True(shown.Length < 12 * Printable.MostCharacters);
            foreach (var rune in shown.EnumerateRunes())
                Assert.False(
                    Rune.GetUnicodeCategory(
                        rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate);
        }
    });
}
