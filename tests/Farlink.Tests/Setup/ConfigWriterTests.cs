using System.Collections;
using System.Net;
using CsCheck;
using Farlink.Configuration;
using Farlink.Mqtt.Broker;
using Farlink.Setup;

namespace Farlink.Tests.Setup;

/// <summary>What the configuration says, read back by whoever will read it.</summary>
public sealed class ConfigWriterTests
{
    private static readonly InitLayout Package = new("/etc/farlink", "/var/lib/farlink", IsSystem: true);

    [Fact]
    public void Write_SiteOfThePackage_KeepsWhatIsWrittenApart()
    {
        var site = Load(InitBench.Answers(Role.Site, "seed") with { Layout = Package });
        Assert.Equal("barn", site.Name);
        Assert.Equal("/var/lib/farlink/farlink.db", site.Link.StorePath);
        Assert.Equal("file:/var/lib/farlink/site.key.pem", site.Link.Element);
        Assert.Equal("/var/lib/farlink/site.pairings", site.Link.PairingFolder);
        Assert.Equal("/var/lib/farlink/ecc.ca.crl.pem", site.Broker.RevocationFile);
        Assert.Equal("/etc/farlink/ecc.raspberry.key.pem", site.Broker.KeyFile);
        Assert.Equal("/etc/farlink/passwords", site.Broker.PasswordFile);
        Assert.Equal("/etc/farlink/acl", site.Broker.AclFile);
        Assert.Equal(new ListenerOptions(IPEndPoint.Parse("192.168.2.1:8883")), Assert.Single(site.Broker.Listeners));
    }

    [Fact]
    public void Write_SiteInAFolderOfItsOwn_HasAllInIt()
    {
        var site = Load(InitBench.Answers(Role.Site, "seed"));
        Assert.Equal("/nowhere/farlink.db", site.Link.StorePath);
        Assert.Equal("/nowhere/site.pairings", site.Link.PairingFolder);
        Assert.Equal("/nowhere/ecc.ca.crl.pem", site.Broker.RevocationFile);
    }

    [Fact]
    public void Write_Base_FeedsItsBrokerAndCarriesTheListOfItsCa()
    {
        var station = Load(InitBench.Answers(Role.Base, "seed") with
        {
            Layout = Package,
            Upstream = new UpstreamAnswers("mqtts://broker.example", "ann", "secret", "/tmp/ca.pem"),
            Pki = "/etc/farlink/pki",
            Sites = ["barn", "well"],
        });
        Assert.Equal(new BrokerUrl("broker.example", 8883, true), station.Upstream!.Url);
        Assert.Equal("ann", station.Upstream.User);
        Assert.Equal("/etc/farlink/upstream.password", station.Upstream.PasswordFile);
        Assert.Equal("/etc/farlink/upstream.ca.pem", station.Upstream.CaFile);
        Assert.Equal("/etc/farlink/pki/ecc.ca.crl.pem", station.Broker.RevocationFile);
        Assert.Equal(["barn", "well"], station.Sites.Select(site => site.Name));
        Assert.Equal("file:/var/lib/farlink/base.key.pem", station.Link.Element);
    }

    [Fact]
    public void Write_BaseWithoutUpstream_HasABrokerOfItsOwn()
    {
        var station = Load(InitBench.Answers(Role.Base, "seed") with { Pki = "/srv/pki" });
        Assert.Null(station.Upstream);
        Assert.Equal("/srv/pki/ecc.ca.cert.pem", station.Broker.CaFile);
        Assert.Equal("/nowhere/ecc.base.cert.pem", station.Broker.CertificateFile);
        Assert.Equal(ListenerAuth.Mutual, Assert.Single(station.Broker.Listeners).Auth);
    }

    [Fact]
    public void Write_SharedKey_IsTheSameLinkAtBothEnds()
    {
        var site = Load(InitBench.Answers(Role.Site, "seed") with { IsShared = true, LinkId = 7 });
        var station = Load(InitBench.Answers(Role.Base, "seed") with { IsShared = true, LinkId = 7, Sites = ["barn", "well"] });
        Assert.Equal(7, site.Link.Id);
        Assert.Equal("/nowhere/link.key", site.Link.KeyFile);
        Assert.Equal(
            [new LinkedSite("barn", 7, "", "/nowhere/barn.key", null), new LinkedSite("well", 8, "", "/nowhere/well.key", null)],
            station.Sites);
    }

    [Fact]
    public void Write_ThreeListeners_AreThoseThatWereChosen()
    {
        var address = IPAddress.Parse("192.168.2.1");
        var site = Load(InitBench.Answers(Role.Site, "tasmota") with
        {
            Listeners =
            [
                new ListenerAnswer(ListenerAuth.Mutual, new IPEndPoint(address, 8883)),
                new ListenerAnswer(ListenerAuth.Password, new IPEndPoint(address, 8884)),
                new ListenerAnswer(ListenerAuth.Plain, new IPEndPoint(address, 1883)),
            ],
        });
        Assert.Equal(
            ["192.168.2.1:8883 Mutual", "192.168.2.1:8884 Password", "192.168.2.1:1883 Plain"],
            site.Broker.Listeners.Select(listener => $"{listener.Endpoint} {listener.Auth}"));
    }

    [Fact]
    public void Write_PresetOfHomeAssistant_TellsItOfTheSitesAtTheBase()
    {
        Assert.Equal("homeassistant", Load(InitBench.Answers(Role.Base, "homeassistant")).HomeAssistantPrefix);
        Assert.Null(Load(InitBench.Answers(Role.Base, "tasmota")).HomeAssistantPrefix);
        Assert.Null(Load(InitBench.Answers(Role.Site, "homeassistant")).HomeAssistantPrefix);
    }

    [Fact]
    public void Write_EveryRegion_HasALegalChannel()
    {
        foreach (var region in Protocol.Airtime.Regions.All)
            Assert.Equal(region.Name, Load(InitBench.Answers(Role.Site, "seed") with { Region = region.Name }).Radio.Region.Name);
    }

    [Fact]
    public void Quote_AnyText_IsReadBackAsItWas() =>
        Gen.String[Gen.Char["ab\"\\'#=[]{} \n\r\t\0\u001f\u007f\u00e9"], 0, 40].Sample(text =>
        {
            List<ConfigProblem> problems = [];
            var table = TomlReader.Read($"key = {TomlText.Quote(text)}\n", "test", problems);
            Assert.Empty(problems);
            Assert.Equal(text, ((ConfigValue)table.Entries["key"]).Value);
        });

    private static FarlinkConfig Load(InitAnswers answers)
    {
        var (config, problems) = ConfigLoader.LoadText(
            ConfigWriter.Write(answers), answers.Layout.Config, answers.Role, new Hashtable());
        Assert.DoesNotContain(problems, problem => problem.Severity == Severity.Error);
        return config!;
    }
}
