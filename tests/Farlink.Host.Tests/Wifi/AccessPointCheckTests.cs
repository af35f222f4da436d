using Farlink.Host.Files;
using Farlink.Host.Wifi;

namespace Farlink.Host.Tests.Wifi;

/// <summary>What an access point may have, and what not: the last value that is allowed, and the first that is not.</summary>
public sealed class AccessPointCheckTests
{
    [Fact]
    public void Problems_UsualAccessPoint_AreNone() => Assert.Empty(AccessPointCheck.Problems(Points.Good));

    [Theory]
    [InlineData("a")]
    [InlineData("wlan0")]
    [InlineData("wlx-0_1.2")]
    [InlineData("123456789012345")]
    public void Interface_WellFormed_IsTaken(string name) => Taken(Points.Good with { Interface = name });

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("lo")]
    [InlineData("all")]
    [InlineData("default")]
    [InlineData("-wlan0")]
    [InlineData("wlan 0")]
    [InlineData("wlan/0")]
    [InlineData("wlan:0")]
    [InlineData("wlan*")]
    [InlineData("wlan%i")]
    [InlineData("wlän0")]
    [InlineData("wlan\"0")]
    [InlineData("wlan0\n")]
    [InlineData("1234567890123456")]
    public void Interface_Other_IsRefused(string name) => Refused("interface", Points.Good with { Interface = name });

    [Theory]
    [InlineData("x")]
    [InlineData(" ")]
    [InlineData("ferme du père; #1 \"x\"")]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("éééééééééééééééé")]
    public void Ssid_UpTo32Octets_IsTaken(string ssid) => Taken(Points.Good with { Ssid = ssid });

    [Theory]
    [InlineData("")]
    [InlineData("123456789012345678901234567890123")]
    [InlineData("ééééééééééééééééx")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u007Fb")]
    public void Ssid_Other_IsRefused(string ssid) => Refused("ssid", Points.Good with { Ssid = ssid });

    [Fact]
    public void Ssid_UnpairedSurrogate_IsRefused() => Refused("ssid", Points.Good with { Ssid = "a\ud800b" });

    [Theory]
    [InlineData(8)]
    [InlineData(63)]
    public void Passphrase_8To63Characters_IsTaken(int length) =>
        Taken(Points.Good with { Passphrase = new string('x', length) });

    [Theory]
    [InlineData("")]
    [InlineData("1234567")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("passwörd1")]
    [InlineData("pass\tword")]
    [InlineData("pass\nword")]
    [InlineData(" password")]
    [InlineData("password ")]
    [InlineData("same as the name")]
    public void Passphrase_Other_IsRefused(string text) =>
        Refused("passphrase", Points.Good with { Ssid = "same as the name", Passphrase = text });

    [Theory]
    [InlineData("")]
    [InlineData("F")]
    [InlineData("fr")]
    [InlineData("00")]
    [InlineData("XX")]
    [InlineData("AN")]
    [InlineData("EU")]
    [InlineData("FRA")]
    [InlineData("FR\n")]
    public void Country_NotAssigned_IsRefused(string code) => Refused("country", Points.Good with { Country = code });

    [Fact]
    public void Country_Uk_IsToldGb() =>
        Assert.Contains("GB", Refused("country", Points.Good with { Country = "UK" }).Cure, StringComparison.Ordinal);

    [Theory]
    [InlineData("FR", 1)]
    [InlineData("FR", 13)]
    [InlineData("US", 11)]
    [InlineData("JP", 13)]
    [InlineData("AQ", 11)]
    public void Channel_AllowedThere_IsTaken(string code, int channel) =>
        Taken(Points.Good with { Country = code, Channel = channel });

    [Theory]
    [InlineData("FR", 0)]
    [InlineData("FR", -1)]
    [InlineData("FR", 14)]
    [InlineData("FR", 36)]
    [InlineData("US", 12)]
    [InlineData("US", 13)]
    [InlineData("JP", 14)]
    [InlineData("AQ", 12)]
    public void Channel_NotAllowedThere_IsRefused(string code, int channel) =>
        Refused("channel", Points.Good with { Country = code, Channel = channel });

    [Theory]
    [InlineData(0, "not allowed anywhere")]
    [InlineData(1, null)]
    [InlineData(13, null)]
    [InlineData(14, "not allowed anywhere")]
    [InlineData(15, "not in the 2.4 GHz band")]
    public void ChannelProblem_CountryIsNotKnown_IsThatOfNoCountry(int channel, string? expected)
    {
        var what = AccessPointCheck.ChannelProblem(channel)?.What;
        if (expected is null) Assert.Null(what);
        else Assert.Contains(expected, what, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WifiSecurity.Wpa2, null, FrameProtection.Off)]
    [InlineData(WifiSecurity.Wpa2, FrameProtection.Optional, FrameProtection.Optional)]
    [InlineData(WifiSecurity.Wpa2, FrameProtection.Required, FrameProtection.Required)]
    [InlineData(WifiSecurity.Wpa3, null, FrameProtection.Required)]
    [InlineData(WifiSecurity.Transition, null, FrameProtection.Optional)]
    public void Protection_ThatSecurityAllows_IsInForce(WifiSecurity security, FrameProtection? given, FrameProtection expected)
    {
        var point = Points.Good with { Security = security, Protection = given };
        Taken(point);
        Assert.Equal(expected, point.ProtectionInForce);
    }

    [Theory]
    [InlineData(WifiSecurity.Wpa3, FrameProtection.Off)]
    [InlineData(WifiSecurity.Wpa3, FrameProtection.Optional)]
    [InlineData(WifiSecurity.Transition, FrameProtection.Off)]
    [InlineData(WifiSecurity.Transition, FrameProtection.Required)]
    public void Protection_SaeWithoutIt_IsRefused(WifiSecurity security, FrameProtection given) =>
        Refused("pmf", Points.Good with { Security = security, Protection = given });

    [Theory]
    [InlineData(WifiSecurity.Transition, null, "security")]
    [InlineData(WifiSecurity.Wpa2, FrameProtection.Optional, "pmf")]
    [InlineData(WifiSecurity.Wpa2, FrameProtection.Required, "pmf")]
    public void Protection_ThatNetworkManagerDoesNotOffer_IsRefusedForItAlone(
        WifiSecurity security, FrameProtection? given, string where)
    {
        var point = Points.Good with { Security = security, Protection = given };
        Assert.Empty(AccessPointCheck.Problems(point, WifiProfile.Hostapd));
        var problem = Assert.Single(AccessPointCheck.Problems(point, WifiProfile.NetworkManager));
        Assert.Equal(where, problem.Where);
        Assert.Contains("--profile hostapd", problem.Cure, StringComparison.Ordinal);
        Assert.Throws<AccessPointException>(() => WifiFiles.Make(point, WifiProfile.NetworkManager));
    }

    /// <summary>Files of the other profile are looked for whatever that profile could do with this access point.</summary>
    [Fact]
    public void OfOther_AccessPointThatTheOtherProfileCannotDo_IsLookedForAllTheSame()
    {
        using var folder = new TempFolder();
        var point = Points.Good with { Security = WifiSecurity.Transition };
        Assert.Empty(WifiFiles.OfOther(point, WifiProfile.Hostapd, new HostRoot(folder.Path)));
    }

    [Fact]
    public void Problems_SeveralValues_AreToldAtOnce()
    {
        var point = Points.Good with { Ssid = "", Passphrase = "short", Country = "XX", Address = "8.8.8.8/24", Names = ["-"] };
        var failure = Assert.Throws<AccessPointException>(() => WifiFiles.Make(point, WifiProfile.Hostapd));
        Assert.Equal(
            ["ssid", "passphrase", "country", "address", "name"], failure.Problems.Select(problem => problem.Where));
        foreach (var problem in failure.Problems)
            Assert.Contains($"--{problem.Where}: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("short", failure.Message, StringComparison.Ordinal);
    }

    private static void Taken(AccessPoint point) => Assert.Empty(AccessPointCheck.Problems(point));

    private static AccessPointProblem Refused(string where, AccessPoint point)
    {
        var problems = AccessPointCheck.Problems(point);
        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Equal(where, problem.Where));
        return problems[0];
    }
}
