using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Tests;

public sealed class AirtimeTests
{
    [Fact]
    public void Of_EveryVector_AgreesToAMicrosecond()
    {
        var count = 0;
        foreach (var vector in Vectors.Read("airtime.json").GetProperty("airtime").EnumerateArray())
        {
            var factor = new SpreadingFactor(vector.GetProperty("sf").GetInt32());
            var bandwidth = new Hertz(vector.GetProperty("bw").GetInt64());
            var modulation = new LoRaModulation
            {
                SpreadingFactor = factor,
                Bandwidth = bandwidth,
                CodingRate = CodingRate.FromParityBits(vector.GetProperty("cr").GetInt32()),
                LowDataRateOptimize = LoRaModulation.RecommendedLowDataRate(factor, bandwidth),
            };
            var airtime = LoRaAirtime.Of(modulation, vector.GetProperty("payload").GetInt32());
            Assert.Equal(vector.GetProperty("ms").GetDouble(), airtime.Milliseconds, 0.0006);
            count++;
        }

        Assert.Equal(144, count);
    }

    /// <summary>Figures of deployed presets whose low data rate setting is not the recommended one.</summary>
    [Theory]
    [InlineData(9, 31_250, 4, false, 52, 1905)]
    [InlineData(11, 125_000, 1, false, 52, 1151)]
    [InlineData(12, 125_000, 4, true, 52, 3547)]
    [InlineData(7, 500_000, 1, false, 255, 99.9)]
    public void Of_LowDataRateAsConfigured_IsNotGuessed(
        int factor, long bandwidth, int parity, bool ldro, int octets, double milliseconds)
    {
        var modulation = new LoRaModulation
        {
            SpreadingFactor = new SpreadingFactor(factor),
            Bandwidth = new Hertz(bandwidth),
            CodingRate = CodingRate.FromParityBits(parity),
            LowDataRateOptimize = ldro,
        };
        Assert.Equal(milliseconds, LoRaAirtime.Of(modulation, octets).Milliseconds, 0.6);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    public void Of_ImpossibleLength_Throws(int octets) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LoRaAirtime.Of(new LoRaModulation(), octets));

    [Theory]
    [InlineData(11, 125_000, true)]
    [InlineData(10, 125_000, false)]
    [InlineData(9, 31_250, true)]
    [InlineData(12, 250_000, true)]
    [InlineData(11, 250_000, false)]
    public void RecommendedLowDataRate_SymbolOf16Milliseconds_IsTheEdge(int factor, long bandwidth, bool expected) =>
        Assert.Equal(expected, LoRaModulation.RecommendedLowDataRate(new SpreadingFactor(factor), new Hertz(bandwidth)));

    [Fact]
    public void ShortestPeriod_SeedAtOnePercent_IsTenSeconds() =>
        Assert.Equal(10.2656, new DutyCycle(100).ShortestPeriod(LoRaAirtime.Of(new LoRaModulation(), 52)).Seconds, 0.0001);

    [Theory]
    [InlineData(0.0, 4)]
    [InlineData(-3, 13)]
    public void SpreadingFactor_OutsideItsRange_Throws(double _, int value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpreadingFactor(value));
}
