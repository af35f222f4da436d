using CsCheck;
using Farlink.Protocol.Compression;

namespace Farlink.Protocol.Tests.Compression;

public sealed class FieldScanTests
{
    private const int Tag = 0, Varint = 1, Fixed = 2, Length = 3, Octets = 4, Broken = 5;

    [Theory]
    [InlineData("08 96 01", new[] { Tag, Varint, Varint })]
    [InlineData("0D 00 00 80 3F", new[] { Tag, Fixed, Fixed, Fixed, Fixed })]
    [InlineData(
        "11 00 00 00 00 00 00 F0 3F 08",
        new[] { Tag, Fixed, Fixed, Fixed, Fixed, Fixed, Fixed, Fixed, Fixed, Tag })]
    [InlineData("12 00 08 01", new[] { Tag, Length, Tag, Varint })]
    [InlineData("0A 02 08 07 10 01", new[] { Tag, Length, Tag, Varint, Tag, Varint })]
    [InlineData("C2 01 01 08", new[] { Tag, Tag, Length, Tag })]
    public void Kind_ValidMessage_IsThatOfEachOctet(string hex, int[] kinds) => Assert.Equal(kinds, Kinds(hex));

    /// <summary>
    /// A text looks like a nested message until an octet cannot be one; behind it the scan is in step again. A text all of which
    /// could be fields ("humidity") may take octets of what follows (docs/compression.md says why that stays).
    /// </summary>
    [Theory]
    [InlineData("temperature")]
    [InlineData("battery voltage")]
    [InlineData("Node Control/Rebirth")]
    [InlineData("state")]
    public void Kind_BehindATextThatIsNoMessage_IsATagAgain(string text)
    {
        var octets = System.Text.Encoding.Latin1.GetBytes(text);
        byte[] message = [0x0A, (byte)octets.Length, .. octets, 0x10, 0x05, 0x18, 0x01];
        Assert.Equal([Tag, Varint, Tag, Varint], Kinds(Convert.ToHexString(message)).TakeLast(4));
    }

    [Fact]
    public void Path_SameFieldOtherValue_IsTheSame()
    {
        Assert.Equal(PathBehind("08 01 12 03 08 96 01 1D"), PathBehind("08 7F 12 02 08 05 1D"));
        Assert.NotEqual(PathBehind("08 01 1D"), PathBehind("08 01 15"));
        Assert.NotEqual(PathBehind("12 04 15"), PathBehind("15"));
    }

    [Fact]
    public void Thing_FirstFieldOfAMessage_NamesIt()
    {
        Assert.Equal(Scan("08 07 10 01").Thing, Scan("08 07 10 02").Thing);
        Assert.NotEqual(Scan("08 07 10 01").Thing, Scan("08 08 10 01").Thing);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("0B")]
    [InlineData("0E")]
    [InlineData("08 FF FF FF FF FF FF FF FF FF FF FF")]
    [InlineData("0A FF FF FF 7F")]
    public void IsBroken_NoMessage_HoldsToTheEnd(string hex)
    {
        var scan = Scan(hex);
        Assert.True(scan.IsBroken);
        for (var i = 0; i < 300; i++)
        {
            scan.Next((byte)i);
            Assert.True(scan.IsBroken);
        }
    }

    [Fact]
    public void Next_AnyOctets_NeverThrowsAndIsAsNewAfterBegin() =>
        Gen.Byte.Array[0, 300].Sample(octets =>
        {
            var scan = new FieldScan();
            for (var round = 0; round < 2; round++)
            {
                scan.Begin();
                Assert.Equal((Tag, 0, 0u, false), (scan.Kind, scan.Index, scan.Thing, scan.IsBroken));
                foreach (var octet in octets)
                {
                    scan.Next(octet);
                    Assert.InRange(scan.Kind, Tag, Broken);
                    Assert.InRange(scan.Index, 0, octets.Length);
                }
            }
        });

    [Fact]
    public void Next_NestedDeeperThanItRemembers_NeverThrows()
    {
        byte[] message = [0x08, 0x01];
        for (var i = 0; i < 40; i++) message = [0x0A, (byte)message.Length, .. message];
        Assert.Contains(Octets, Kinds(Convert.ToHexString(message)));
    }

    private static uint PathBehind(string hex) => Scan(hex).Path;

    private static FieldScan Scan(string hex)
    {
        var scan = new FieldScan();
        scan.Begin();
        foreach (var octet in Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))) scan.Next(octet);
        return scan;
    }

    private static int[] Kinds(string hex)
    {
        var scan = new FieldScan();
        scan.Begin();
        return [.. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)).Select(octet =>
        {
            var kind = scan.Kind;
            scan.Next(octet);
            return kind;
        })];
    }
}
