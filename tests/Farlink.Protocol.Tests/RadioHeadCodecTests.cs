using System.Text.Json;
using CsCheck;
using Farlink.Protocol.RadioHead;

namespace Farlink.Protocol.Tests;

public sealed class RadioHeadCodecTests
{
    private static readonly byte[] Key = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");
    private static readonly byte[] OtherKey = Convert.FromHexString("0f0e0d0c0b0a09080706050403020100");

    [Fact]
    public void Encode_EveryVector_IsWhatTheGenuineDriverSends()
    {
        var count = 0;
        foreach (var vector in Vectors.Read("radiohead.json").GetProperty("rh_encrypted").EnumerateArray())
        {
            var key = Octets(vector, "key");
            var plain = Octets(vector, "plain");
            using var driver = new RhEncryptedCodec(key);
            using var seed = new SeedZeroPadCodec(key);
            Assert.Equal(Octets(vector, "rh_encrypted_driver"), driver.Encode(plain));
            Assert.Equal(Octets(vector, "seed_zero_padded_no_length"), seed.Encode(plain));
            Assert.Equal(plain, driver.Decode(Octets(vector, "rh_encrypted_driver")).Message.ToArray());
            Assert.Equal(plain, seed.Decode(Octets(vector, "seed_zero_padded_no_length")).Message.ToArray());
            var frame = RadioHeadFrame.Build(new RadioHeadHeader(1, 10, 1, 0), driver.Encode(plain));
            Assert.Equal(Octets(vector, "air_frame_10_to_1_id1"), frame);
            count++;
        }

        Assert.Equal(8, count);
    }

    [Fact]
    public void RoundTrip_EveryCodecAndLength_GivesTheMessageBack()
    {
        Gen.Select(Gen.Byte.Array[0, 251], Gen.Byte.Array[16, 16]).Sample((message, key) =>
        {
            using var driver = new RhEncryptedCodec(key);
            using var seed = new SeedZeroPadCodec(key);
            foreach (var codec in (IRadioHeadCodec[])[driver, seed, new NoCodec()])
            {
                var fitting = message.AsSpan(0, Math.Min(message.Length, codec.MostMessageOctets)).ToArray();
                if (codec is SeedZeroPadCodec && fitting.Length > 0) fitting[^1] |= 1;
                var body = codec.Encode(fitting);
                Assert.True(body.Length <= RadioHeadFrame.MostBodyOctets);
                var decoded = codec.Decode(body);
                Assert.True(decoded.IsAccepted, codec.Name);
                Assert.Equal(fitting, decoded.Message.ToArray());
            }
        });
    }

    [Fact]
    public void Encode_TooLong_Throws()
    {
        using var driver = new RhEncryptedCodec(Key);
        using var seed = new SeedZeroPadCodec(Key);
        Assert.Equal((239, 240, 251), (driver.MostMessageOctets, seed.MostMessageOctets, new NoCodec().MostMessageOctets));
        Assert.Throws<ArgumentException>(() => driver.Encode(new byte[240]));
        Assert.Throws<ArgumentException>(() => seed.Encode(new byte[241]));
        Assert.Throws<ArgumentException>(() => new NoCodec().Encode(new byte[252]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(251)]
    public void Decode_PartialBlock_IsRefused(int octets)
    {
        using var driver = new RhEncryptedCodec(Key);
        using var seed = new SeedZeroPadCodec(Key);
        Assert.Equal(FrameRefusal.PartialBlock, driver.Decode(new byte[octets]).Refusal);
        Assert.Equal(FrameRefusal.PartialBlock, seed.Decode(new byte[octets]).Refusal);
    }

    [Theory]
    [InlineData("10", 1)]
    [InlineData("ff", 1)]
    [InlineData("00", 1)]
    [InlineData("05", 2)]
    [InlineData("20", 2)]
    public void Decode_ImpossibleLengthOctet_IsRefused(string lengthOctet, int blocks)
    {
        using var driver = new RhEncryptedCodec(Key);
        using var blockwise = new SeedZeroPadCodec(Key);
        var plain = new byte[16 * blocks];
        plain[0] = Convert.FromHexString(lengthOctet)[0];
        plain[^1] = 1;
        Assert.Equal(FrameRefusal.ImpossibleLength, driver.Decode(blockwise.Encode(plain)).Refusal);
    }

    [Fact]
    public void Decode_PaddingNotZero_IsRefused()
    {
        using var driver = new RhEncryptedCodec(Key);
        using var blockwise = new SeedZeroPadCodec(Key);
        Assert.Equal(
            FrameRefusal.BadPadding, driver.Decode(blockwise.Encode([1, 65, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])).Refusal);
    }

    [Fact]
    public void Decode_WrongKey_IsNearlyAlwaysRefused()
    {
        using var right = new RhEncryptedCodec(Key);
        using var wrong = new RhEncryptedCodec(OtherKey);
        var accepted = 0;
        for (var i = 0; i < 1000; i++)
            if (wrong.Decode(
                right.Encode(System.Text.Encoding.ASCII.GetBytes($"Good job! You are connected {i} times"))).IsAccepted)
                accepted++;
        Assert.True(accepted < 20, $"{accepted} of 1000 frames of another key were accepted");
    }

    [Fact]
    public void Decode_OnlyZeros_IsRefusedByTheSeedsCodec()
    {
        using var seed = new SeedZeroPadCodec(Key);
        Assert.Equal(FrameRefusal.Empty, seed.Decode(seed.Encode(new byte[16])).Refusal);
    }

    [Fact]
    public void Decode_AnyOctets_NeverThrows()
    {
        using var driver = new RhEncryptedCodec(Key);
        using var seed = new SeedZeroPadCodec(Key);
        Gen.Byte.Array[0, 300].Sample(
            octets =>
            {
                _ = driver.Decode(octets);
                _ = seed.Decode(octets);
                _ = new NoCodec().Decode(octets);
                _ = RadioHeadHeader.TryParse(octets, out _);
            },
            iter: 20_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    public void Constructor_KeyOfWrongLength_Throws(int octets)
    {
        Assert.Throws<ArgumentException>(() => new RhEncryptedCodec(new byte[octets]));
        Assert.Throws<ArgumentException>(() => new SeedZeroPadCodec(new byte[octets]));
    }

    [Fact]
    public void Header_AnyFourOctets_RoundTrips() => Gen.Byte.Array[4, 4].Sample(octets =>
    {
        Assert.True(RadioHeadHeader.TryParse(octets, out var header));
        var written = new byte[4];
        header.Write(written);
        Assert.Equal(octets, written);
        Assert.Equal((octets[3] & 0x80) != 0, header.IsAcknowledgement);
        Assert.Equal((octets[3] & 0x40) != 0, header.IsRetry);
    });

    private static byte[] Octets(JsonElement vector, string name) => Convert.FromHexString(vector.GetProperty(name).GetString()!);
}
