using System.Text;
using CsCheck;
using Farlink.Protocol.Compression;

namespace Farlink.Protocol.Tests.Compression;

public sealed class MessageScanTests
{
    private static readonly Gen<string> AnyText =
        Gen.Char["{}[]\":,-.0129T aé\\"].Array[0, 60].Select(signs => new string(signs));

    [Fact]
    public void Path_SameKeysOtherValues_IsTheSame()
    {
        var one = Read("{\"a\":{\"b\":1.5,\"c\":[1,2]},\"d\":\"on\",\"e\":");
        var other = Read("{\"a\":{\"b\":-300,\"c\":[77,2.25]},\"d\":\"off\",\"e\":");
        Assert.Equal(one.Path, other.Path);
        Assert.Equal(one.Key, other.Key);
        Assert.True(one.IsJson);
    }

    [Theory]
    [InlineData("{\"a\":", "{\"b\":")]
    [InlineData("{\"a\":{\"x\":", "{\"b\":{\"x\":")]
    [InlineData("{\"x\":", "{\"a\":{\"x\":")]
    [InlineData("{\"a\":[", "{\"a\":[1,")]
    [InlineData("[{\"x\":", "[0,{\"x\":")]
    [InlineData("{\"a\":1,\"b\":", "{\"a\":1,\"c\":")]
    [InlineData("{\"a\":{\"x\":1},\"x\":", "{\"a\":{\"x\":1,\"x\":")]
    public void Path_OtherPlace_IsAnother(string one, string other) => Assert.NotEqual(Read(one).Path, Read(other).Path);

    [Theory]
    [InlineData("{\"x\":", "{\"a\":{\"x\":")]
    [InlineData("{\"a\":1,\"x\":", "{\"x\":")]
    public void Key_SameInnermostKey_IsTheSame(string one, string other) => Assert.Equal(Read(one).Key, Read(other).Key);

    [Theory]
    [InlineData("{\"a\\\"b\":\"{[,", true, false)]
    [InlineData("{\"a", true, true)]
    [InlineData("{\"a\"", false, true)]
    [InlineData("{\"a\":", false, false)]
    [InlineData("{\"a\":1,", false, false)]
    [InlineData("{\"a\":1,\"", true, true)]
    [InlineData("[\"a", true, false)]
    [InlineData("plain \"a", false, false)]
    public void InString_AndIsKey_AsJsonSays(string text, bool inString, bool isKey)
    {
        var scan = Read(text);
        Assert.Equal((inString, isKey), (scan.InString, scan.IsKey));
    }

    [Theory]
    [InlineData("7", 7, 1, 0, false)]
    [InlineData("-7", 7, 1, 0, true)]
    [InlineData("x=-7.25", 725, 1, 2, true)]
    [InlineData("0", 0, 1, 0, false)]
    [InlineData("-0", 0, 1, 0, true)]
    [InlineData("00012", 12, 5, 0, false)]
    [InlineData("10.", 10, 2, 0, false)]
    [InlineData("999999999999999999", 999_999_999_999_999_999, 18, 0, false)]
    [InlineData("3-4", 4, 1, 0, false)]
    [InlineData("2026-03-04T06", 6, 2, 0, false)]
    [InlineData("{\"a\":-12.5", 125, 2, 1, true)]
    [InlineData("1.2.34", 34, 2, 0, false)]
    [InlineData("0.000000000000000001", 0, 1, 17, false)]
    public void Number_InText_IsReadAsItStands(
        string text, long magnitude, int integerDigits, int fractionDigits, bool isNegative)
    {
        var number = Read(text).Number;
        Assert.True(number.IsActive);
        Assert.Equal(
            (magnitude, integerDigits, fractionDigits, isNegative),
            (number.Magnitude, number.IntegerDigits, number.FractionDigits, number.IsNegative));
    }

    [Theory]
    [InlineData("012", true)]
    [InlineData("00", true)]
    [InlineData("0.12", false)]
    [InlineData("102", false)]
    [InlineData("0", false)]
    public void HasLeadingZero_OnlyWhereADigitFollowsIt_Holds(string text, bool hasOne) =>
        Assert.Equal(hasOne, Read(text).Number.HasLeadingZero);

    [Theory]
    [InlineData("1234567890123456789", 123_456_789_012_345_678)]
    [InlineData("123456789012345678901234567890", 123_456_789_012_345_678)]
    [InlineData("1.23456789012345678901234", 123_456_789_012_345_678)]
    public void Number_Over18Digits_IsTooLongAndKeepsTheFirst18(string text, long magnitude)
    {
        var number = Read(text).Number;
        Assert.True(number.IsTooLong);
        Assert.Equal(magnitude, number.Magnitude);
    }

    [Theory]
    [InlineData("abc1")]
    [InlineData("A4CF12F1C07D")]
    [InlineData("-")]
    [InlineData("")]
    [InlineData("1e")]
    public void Number_InAWordOrNone_IsNotActive(string text) => Assert.False(Read(text).Number.IsActive);

    [Fact]
    public void NumberEnded_OnTheOctetBehindANumber_HoldsOnce()
    {
        var scan = Begin();
        var ended = "21.5,x".Select(sign =>
        {
            scan.Next((byte)sign);
            return scan.NumberEnded;
        });
        Assert.Equal([false, false, false, false, true, false], ended);
    }

    [Fact]
    public void Template_OtherNumbers_IsTheSame()
    {
        Assert.Equal(Read("t=21.5 h=4 ").Template, Read("t=3 h=100.25 ").Template);
        Assert.NotEqual(Read("t=21.5 h=4 ").Template, Read("t=21.5 k=4 ").Template);
    }

    [Fact]
    public void Begin_AfterAnyText_IsAsNew() =>
        Gen.Select(AnyText, AnyText).Sample((first, second) =>
        {
            var scan = Read(first);
            scan.Begin(Section.Text, 1);
            var fresh = Begin();
            foreach (var octet in Encoding.UTF8.GetBytes(second))
            {
                scan.Next(octet);
                fresh.Next(octet);
                Assert.Equal(
                    (fresh.Path, fresh.Key, fresh.Template, fresh.Token, fresh.Number.Magnitude, fresh.Number.IsActive),
                    (scan.Path, scan.Key, scan.Template, scan.Token, scan.Number.Magnitude, scan.Number.IsActive));
            }
        });

    [Fact]
    public void Next_DeeperThanItRemembers_NeverThrows()
    {
        var scan = Begin();
        foreach (var text in (string[])[new string('[', 500), new string('{', 500), new string(']', 2000), "{\"a\":1}"])
            foreach (var sign in text) scan.Next((byte)sign);
    }

    private static MessageScan Begin()
    {
        var scan = new MessageScan();
        scan.Begin(Section.Text, 1);
        return scan;
    }

    private static MessageScan Read(string text)
    {
        var scan = Begin();
        foreach (var octet in Encoding.UTF8.GetBytes(text)) scan.Next(octet);
        return scan;
    }
}
