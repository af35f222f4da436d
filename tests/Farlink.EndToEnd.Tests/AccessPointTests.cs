using System.Globalization;
using System.Text.RegularExpressions;

namespace Farlink.EndToEnd.Tests;

/// <summary>
/// The access point but for the air: real dnsmasq, chronyd, nftables and DHCP client with the files of <c>farlink wifi</c>, in
/// network namespaces for a station, the site and the world behind the site. What <c>tests/wifi/namespaces.sh</c> saw.
/// </summary>
public sealed class AccessPointTests(AccessPointTests.OneRun run) : IClassFixture<AccessPointTests.OneRun>
{
    [Fact]
    public void Lease_RealClient_HasAnAddressOfTheRangeAndTheSiteForAllElse()
    {
        const string Site = @"192\.168\.2\.1";
        var lease = Regex.Match(
            run.Line("lease"), $@"^ok lease address=192\.168\.2\.(\d+)/24 router={Site} dns={Site} ntp={Site} seconds=43200$");
        Assert.True(lease.Success, run.Line("lease"));
        Assert.InRange(int.Parse(lease.Groups[1].Value, CultureInfo.InvariantCulture), 10, 200);
    }

    [Theory]
    [InlineData("mqtt.com-a", "NOERROR 192.168.2.1")]
    [InlineData("mqtt.com-aaaa", "NOERROR")]
    [InlineData("other-a", "NOERROR 192.168.2.1")]
    [InlineData("other-aaaa", "NOERROR")]
    public void Name_AskedByAStation_LeadsToTheSite(string question, string answer) =>
        Assert.Equal($"ok {question} {answer}", run.Line(question));

    /// <summary>The site's own question shows that the name server out there hears questions.</summary>
    [Fact]
    public void Name_AskedByAStation_IsNotAskedUpstream() =>
        Assert.Equal("ok upstream control.example", run.Line("upstream"));

    /// <summary>Without the rules a station reaches all of this.</summary>
    [Theory]
    [InlineData("before-port")]
    [InlineData("before-forward")]
    [InlineData("before-ipv6")]
    [InlineData("rules")]
    public void Rules_NotLoadedYet_KeepNothingBack(string check) => Assert.Equal($"ok {check}", run.Line(check));

    [Theory]
    [InlineData("port")]
    [InlineData("eth0-port")]
    [InlineData("ipv6")]
    [InlineData("forward")]
    public void Rules_PortThatIsNotTheBrokersOrAnotherNetwork_IsClosedToStations(string check) =>
        Assert.Equal($"ok {check}", run.Line(check));

    /// <summary>Asked by a real time client.</summary>
    [Fact]
    public void Clock_AskedFromAnotherNetwork_DoesNotAnswer() =>
        Assert.Equal("ok clock-from-world", run.Line("clock-from-world"));

    [Theory]
    [InlineData("broker-port")]
    [InlineData("clock")]
    [InlineData("world-from-site")]
    [InlineData("site-from-world")]
    public void Rules_BrokerAndClockAndTheSitesOtherNetwork_StayOpen(string check) =>
        Assert.Equal($"ok {check}", run.Line(check));

    [Theory]
    [InlineData("device")]
    [InlineData("mosquitto")]
    public void Publish_ByTheNameOfTheSite_IsAcknowledged(string check) => Assert.Equal($"ok {check}", run.Line(check));

    [Theory]
    [InlineData("wrong-password")]
    [InlineData("password-reason")]
    [InlineData("no-certificate")]
    [InlineData("certificate-reason")]
    public void Publish_WrongPasswordOrNoCertificate_IsRefusedAndLogged(string check) =>
        Assert.Equal($"ok {check}", run.Line(check));

    [Fact]
    public void Subscriber_OnTheWifi_GetsWhatWasLetIn() => Assert.Equal(
        "ok messages Good job! You are connected 1 times|Good job! You are connected 2 times|from mosquitto|",
        run.Line("messages"));

    /// <summary>The script, run once.</summary>
    public sealed class OneRun : IAsyncLifetime
    {
        private static readonly string[] Namespaces = ["--net", "--mount", "--mount-proc"];
        private Workshop _shop = null!;
        private RunningProcess _script = null!;

        public string Line(string check) => WifiScript.Line(_script, check);

        public async ValueTask InitializeAsync()
        {
            _shop = await Workshop.CreateAsync();
            await WriteSiteAsync();
            await WifiScript.WriteFilesAsync(_shop.File("wifi"), "hostapd", "farlink", 6, "wpa2");
            _script = _shop.Keep(WifiScript.Start(
                "namespaces.sh", Namespaces, _shop.File("wifi"), _shop.File(string.Empty), NativeProgram.Path));
            var code = await _script.WaitForExitAsync(TimeSpan.FromSeconds(60));
            Assert.True(code == 0, _script.Output);
        }

        public ValueTask DisposeAsync() => _shop.DisposeAsync();

        /// <summary>As on a Pi: the broker at the access point's own address. In its namespace every port is free.</summary>
        private Task WriteSiteAsync() => File.WriteAllTextAsync(_shop.File("site.toml"), """
            role = "site"
            name = "barn"
            [radio]
            uri = "radiohead-ether://127.0.0.1:4000"
            [link]
            id = 1
            key_file = "link.key"
            store = "site.db"
            [broker]
            ca = "pki/ecc.ca.cert.pem"
            cert = "pki/ecc.raspberry.cert.pem"
            key = "pki/ecc.raspberry.key.pem"
            password_file = "users"
            acl_file = "acl"
            [[broker.listener]]
            address = "192.168.2.1:8883"
            [[route]]
            topic = "/esp8266"
            direction = "both"
            """);
    }
}
