using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios.Traces;

namespace Farlink.Radios.Tests;

public sealed class LoRaTapFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Add_Frames_AreTheOctetsOfTheFormat()
    {
        using (var file = LoRaTapFile.Create(_path))
        {
            var sf9 = new LoRaModulation { SpreadingFactor = new SpreadingFactor(9), SyncWord = 0x34 };
            file.Add(
                new Instant(1_500_000_000), Hertz.FromMegahertz(869.525), sf9, [0xAA, 0xBB], new Dbm(-120), new Decibel(-5));
            file.Add(new Instant(0), Hertz.FromMegahertz(915), new LoRaModulation { Bandwidth = new Hertz(500_000) }, [0xCC]);
        }

        // Typed from the pcap file format and LoRaTap version 0.
        Assert.Equal(
            "4D3CB2A1" + "02000400" + "00000000" + "00000000" + "0E010000" + "0E010000"
            + "01000000" + "0065CD1D" + "11000000" + "11000000" + "00" + "00" + "000F" + "33D3E608" + "01" + "09" + "4C" + "FF"
            + "FF" + "EC" + "34" + "AABB"
            + "00000000" + "00000000" + "10000000" + "10000000" + "00" + "00" + "000F" + "3689CAC0" + "04" + "07" + "FF" + "FF"
            + "FF" + "00" + "12" + "CC",
            Convert.ToHexString(File.ReadAllBytes(_path)));
    }
}
