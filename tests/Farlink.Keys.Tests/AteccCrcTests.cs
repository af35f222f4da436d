using System.Buffers.Binary;
using Farlink.Keys.Atecc608;

namespace Farlink.Keys.Tests;

/// <summary>The driver's CRC, with the vectors; the chip model has one of its own.</summary>
public sealed class AteccCrcTests
{
    [Fact]
    public void Of_EveryVector_IsItsCrc()
    {
        var packets = Vectors.Read("atecc608.json").GetProperty("packets").EnumerateArray().ToArray();
        Assert.NotEmpty(packets);
        foreach (var packet in packets)
        {
            var crc = new byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(
                crc, AteccCrc.Of(Convert.FromHexString(packet.GetProperty("body").GetString()!)));
            Assert.Equal(packet.GetProperty("crc").GetString(), Convert.ToHexStringLower(crc));
        }
    }
}
