using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>The check, against vectors that were worked by hand, and against the bench's own.</summary>
public sealed class AteccCrc16Tests
{
    [Fact]
    public void Seal_EveryVector_IsTheirCheckAndTheBenchs()
    {
        var count = 0;
        foreach (var packet in Vectors.Read("atecc608.json").GetProperty("packets").EnumerateArray())
        {
            var body = Convert.FromHexString(packet.GetProperty("body").GetString()!);
            byte[] expected = [.. body, .. Convert.FromHexString(packet.GetProperty("crc").GetString()!)];
            byte[] whole = [.. body, 0, 0];
            AteccCrc16.Seal(whole);
            Assert.Equal(expected, whole);
            Assert.True(AteccCrc16.IsSealed(whole));
            Assert.Equal(expected[^2..], AteccBench.Crc(body));
            count++;
        }

        Assert.Equal(14, count);
    }

    [Theory]
    [InlineData("313233343536373839", "DDBC")]
    [InlineData("0407", "40C2")]
    public void Seal_KnownOctets_IsTheirCheck(string body, string check)
    {
        byte[] whole = [.. AteccBench.Hex(body), 0, 0];
        AteccCrc16.Seal(whole);
        Assert.Equal(AteccBench.Hex(body + check), whole);
    }

    [Fact]
    public void IsSealed_AnyBitFlipped_IsFalse()
    {
        for (var bit = 0; bit < 8 * 4; bit++)
        {
            var whole = AteccBench.Hex("04113343");
            Assert.True(AteccCrc16.IsSealed(whole));
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(AteccCrc16.IsSealed(whole));
        }
    }
}
