using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Host.Doctor;
using Farlink.Mqtt.Access;
using Farlink.Protocol.Airtime;
using Farlink.Setup;

namespace Farlink.Tests.Setup;

/// <summary>Small parts of <c>farlink init</c>.</summary>
public sealed class InitPartsTests
{
    [Theory]
    [InlineData("FR", "EU868")]
    [InlineData("US", "US915")]
    [InlineData("AU", "AU915", "AS923")]
    [InlineData("JP", "AS923")]
    [InlineData("IN", "IN865")]
    [InlineData("KR", "KR920")]
    [InlineData("CN", null)]
    [InlineData("fr", null)]
    [InlineData("", null)]
    public void Region_OfACountry_IsSuggestedWhereThereIsNoDoubt(string country, string? expected, params string[] others)
    {
        Assert.Equal(expected, CountryRegions.Suggested(country));
        var fitting = CountryRegions.Of(country);
        string[] all = expected is null ? [] : [expected, .. others];
        Assert.Equal(all, fitting);
        Assert.All(fitting, region => Assert.True(Regions.TryFind(region, out _)));
    }

    /// <summary>By a part of its channels: it is not suggested, and not refused.</summary>
    [Theory]
    [InlineData("UA", "EU868")]
    [InlineData("PE", "AU915")]
    [InlineData("VN", "AS923")]
    public void Region_ThatFitsACountryInPart_IsNotSuggestedNorDoubted(string country, string region)
    {
        Assert.Null(CountryRegions.Suggested(country));
        Assert.Null(RegionDoubt.Of(country, region));
        Assert.Contains($"in {country} it is {region}.", RegionDoubt.Of(country, "US915"), StringComparison.Ordinal);
    }

    [Fact]
    public void RandomWords_OfAnyOctets_AreFourGroupsOfHarmlessCharacters()
    {
        var octets = (byte)0;
        var word = RandomWords.Make(count => [.. Enumerable.Range(0, count).Select(_ => octets += 17)]);
        Assert.Matches("^([a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}$", word);
        Assert.NotEqual(word, RandomWords.Make(count => new byte[count]));
    }

    [Fact]
    public void Passwords_OfDevices_AreVerifiedByTheFileAndByNoOther()
    {
        var draws = (byte)0;
        var passwords = DeviceUsers.Passwords(["tank", "pump"], count => [.. Enumerable.Repeat(draws++, count)]);
        var file = PasswordFile.Parse(DeviceUsers.PasswordText(PasswordFile.Parse("", "none"), passwords), "passwords");
        Assert.All(passwords, one => Assert.True(file.Verify(one.Device, System.Text.Encoding.UTF8.GetBytes(one.Password))));
        Assert.False(file.Verify("tank", System.Text.Encoding.UTF8.GetBytes(passwords[1].Password)));
    }

    [Theory]
    [InlineData("192.168.2.1", "192.168.2.1:8883")]
    [InlineData("192.168.2.1:18883", "192.168.2.1:18883")]
    [InlineData("::1", "[::1]:8883")]
    [InlineData("1.2.3", null)]
    [InlineData("mqtt.com", null)]
    [InlineData("", null)]
    public void Listen_AddressWithOrWithoutPort_IsRead(string text, string? expected)
    {
        Assert.Equal(expected is null, AnswerRules.Listen(text) is not null);
        if (expected is null) return;
        Assert.True(AnswerRules.TryListen(text, out var endpoint));
        Assert.Equal(expected, endpoint.ToString());
    }

    [Theory]
    [InlineData("barn", true)]
    [InlineData("esp8266-2.kitchen_x", true)]
    [InlineData("", false)]
    [InlineData(".hidden", false)]
    [InlineData("-rf", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("caf\u00e9", false)]
    public void Name_OfASiteOrDevice_IsOneThatFilesAndTopicsCanHave(string name, bool isGood) =>
        Assert.Equal(isGood, AnswerRules.Name(name) is null);

    [Theory]
    [InlineData("tank", true)]
    [InlineData("raspberrypi", true)]
    [InlineData("raspberry", false)]
    [InlineData("raspberry-barn", false)]
    [InlineData("Raspberry-Barn", false)]
    [InlineData("BASE", false)]
    [InlineData("ca", false)]
    [InlineData("viewer", false)]
    public void Device_NamedAsAnotherCertificate_IsRefused(string name, bool isGood) =>
        Assert.Equal(isGood, AnswerRules.Device(name) is null);

    /// <summary>Told, not thrown: what comes after it in <c>farlink init</c> is still to be shown.</summary>
    [Fact]
    public async Task WifiApply_InterfaceThatIsNotThere_EndsAsAFailure() => Assert.Equal(
        ExitCodes.Failed,
        await InitWifi.ApplyAsync(new WifiAnswers("farlink-none", "farm", "correct horse", "FR", 6), [], yes: true));

    [Fact]
    public void WifiAnswers_AsText_HideThePassphrase()
    {
        var wifi = new WifiAnswers("wlan0", "farm", "correct horse", "FR", 6);
        Assert.DoesNotContain("horse", wifi.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "horse", (InitBench.Answers(Role.Site) with { Wifi = wifi }).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("horse", new DevicePassword("tank", "correct horse").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "horse", new UpstreamAnswers("mqtt://a", "u", "correct horse", null).ToString(), StringComparison.Ordinal);
    }
}
