using Farlink.Host.Wifi;

namespace Farlink.Host.Tests.Wifi;

public sealed class WifiCountriesTests
{
    [Fact]
    public void Count_AllCodes_AreThoseOfIso3166() => Assert.Equal(249, WifiCountries.Count);

    [Fact]
    public void IsAssigned_EveryPairOfLetters_IsTrueForAsManyAsThereAre()
    {
        var assigned =
            from first in Enumerable.Range('A', 26)
            from second in Enumerable.Range('A', 26)
            let code = $"{(char)first}{(char)second}"
            where WifiCountries.IsAssigned(code)
            select code;
        Assert.Equal(WifiCountries.Count, assigned.Count());
    }

    [Theory]
    [InlineData("FR", 13)]
    [InlineData("JP", 13)]
    [InlineData("CA", 13)]
    [InlineData("US", 11)]
    [InlineData("PR", 11)]
    [InlineData("AQ", 11)]
    public void HighestChannel_OfACountry_IsThatOfWirelessRegdb(string code, int channel) =>
        Assert.Equal(channel, WifiCountries.HighestChannel(code));
}
