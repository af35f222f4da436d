using CsCheck;
using Farlink.Protocol.Session.Edhoc;

namespace Farlink.Protocol.Tests.Session;

public sealed class CborTests
{
    /// <summary>RFC 8949, appendix A.</summary>
    [Theory]
    [InlineData(0, "00")]
    [InlineData(23, "17")]
    [InlineData(24, "1818")]
    [InlineData(255, "18ff")]
    [InlineData(1000, "1903e8")]
    [InlineData(1000000, "1a000f4240")]
    [InlineData(1000000000000, "1b000000e8d4a51000")]
    [InlineData(-1, "20")]
    [InlineData(-100, "3863")]
    [InlineData(-1000, "3903e7")]
    [InlineData(long.MinValue, "3b7fffffffffffffff")]
    public void Int_OfTheRfc_HasItsOctetsAndIsReadBack(long number, string hex)
    {
        var octets = new CborWriter().Int(number).Written.ToArray();
        Assert.Equal(hex, Convert.ToHexStringLower(octets));
        var reader = new CborReader(octets);
        Assert.True(reader.TryReadInt(out var read) && reader.IsAtEnd);
        Assert.Equal(number, read);
    }

    [Fact]
    public void Write_StringsArraysAndMaps_HaveTheOctetsOfTheRfc()
    {
        Assert.Equal("4401020304", Hex(new CborWriter().Bytes([1, 2, 3, 4])));
        Assert.Equal("6449455446", Hex(new CborWriter().Text("IETF")));
        Assert.Equal("83010203", Hex(new CborWriter().Array(3).Int(1).Int(2).Int(3)));
        Assert.Equal("a201020304", Hex(new CborWriter().Map(2).Int(1).Int(2).Int(3).Int(4)));
        Assert.Equal("a0", Hex(new CborWriter().Map(0)));
    }

    [Fact]
    public void Read_AnythingWritten_ComesBack() =>
        Gen.Select(Gen.Long, Gen.Byte.Array[0, 300], Gen.String[Gen.Char['a', 'ÿ'], 0, 40]).Sample((number, octets, text) =>
        {
            var writer = new CborWriter().Array(3).Int(number).Bytes(octets).Text(text).Map(1).Int(1).Raw([0x05]);
            var reader = new CborReader(writer.Written);
            Assert.True(reader.TryReadArray(out var items));
            Assert.Equal(3, items);
            Assert.True(reader.TryReadInt(out var readNumber));
            Assert.True(reader.TryReadBytes(out var readOctets));
            Assert.Equal(number, readNumber);
            Assert.Equal(octets, readOctets.ToArray());
            Assert.True(reader.TryReadText(out var readText));
            Assert.True(reader.TryReadItem(out var map));
            Assert.True(reader.IsAtEnd);
            Assert.Equal(text, readText);
            Assert.Equal([0xA1, 0x01, 0x05], map.ToArray());
        });

    /// <summary>Not the shortest, indefinite, tagged, a float, cut off, too many, too deep, no UTF-8.</summary>
    [Theory]
    [InlineData("1817")]
    [InlineData("190017")]
    [InlineData("1a0000ffff")]
    [InlineData("1b00000000ffffffff")]
    [InlineData("1bffffffffffffffff")]
    [InlineData("5801")]
    [InlineData("580141")]
    [InlineData("5f4101ff")]
    [InlineData("9fff")]
    [InlineData("c000")]
    [InlineData("f4")]
    [InlineData("fb3ff199999999999a")]
    [InlineData("1c")]
    [InlineData("44010203")]
    [InlineData("9a7fffffff00")]
    [InlineData("bb7fffffffffffffff00")]
    [InlineData("818181818181818100")]
    [InlineData("61ff")]
    [InlineData("")]
    public void Negative14_WhatIsNotDeterministic_IsRefused(string hex)
    {
        var octets = Convert.FromHexString(hex);
        var reader = new CborReader(octets);
        Assert.False(
            reader.Next is CborMajor.Unsigned or CborMajor.Negative ? reader.TryReadInt(out _) : reader.TryReadItem(out _));
    }

    [Fact]
    public void TryReadItem_AnyOctets_NeverThrows() => Gen.Byte.Array[0, 60].Sample(
        octets =>
        {
            var reader = new CborReader(octets);
            var read = 0;
            while (reader.TryReadItem(out var item)) read += item.Length;
            Assert.Equal(octets.Length - reader.Rest.Length, read);
        },
        iter: 20_000);

    private static string Hex(CborWriter writer) => Convert.ToHexStringLower(writer.Written);
}
