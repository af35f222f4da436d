using System.Collections;
using Farlink.Configuration;
using Farlink.Keys.Elements;
using Farlink.Keys.Pairing;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Session;
using Microsoft.Extensions.Logging;

namespace Farlink.Tests;

public sealed class ConfigLoaderTests : IDisposable
{
    private const string Site = """
        role = "site"
        name = "barn"
        [radio]
        uri = "radiohead-ether://127.0.0.1:4000"
        [link]
        key_file = "link.key"
        [[route]]
        topic = "/esp8266"
        """;

    private static readonly string SeedSite = Site.Replace("[link]", "[link]\nmode = \"radiohead\"", StringComparison.Ordinal);

    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_NativeSite_HasDefaultsThatWork()
    {
        var (config, problems) = Load(Site);
        Assert.Empty(problems);
        Assert.True(config!.Link.IsNative);
        Assert.Equal(1, config.Link.Id);
        Assert.Equal(Path.Combine(_folder, "link.key"), config.Link.KeyFile);
        Assert.Equal(Path.Combine(_folder, "farlink.db"), config.Link.StorePath);
    }

    [Theory]
    [InlineData("socket = \"\"", null)]
    [InlineData("socket = \"/run/x.sock\"", "/run/x.sock")]
    public void Load_ClockSocket_IsTakenOrOff(string text, string? expected)
    {
        Assert.Equal("/run/chrony.farlink.sock", Load(Site).Config!.ClockSocket);
        Assert.Equal(expected, Load($"{Site}\n[clock]\n{text}\n").Config!.ClockSocket);
        var (_, problems) = Load($"{Site}\n[clock]\nsocket = \"chrony.sock\"\n");
        Assert.Contains("an absolute path of at most 107", Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", LogLevel.Information)]
    [InlineData("log_level = \"debug\"", LogLevel.Debug)]
    [InlineData("log_level = \"none\"", LogLevel.None)]
    public void Load_LogLevel_IsRead(string line, LogLevel expected)
    {
        var (config, problems) = Load($"{line}\n{Site}");
        Assert.Empty(problems);
        Assert.Equal(expected, config!.LogLevel);
    }

    [Fact]
    public void Load_LogLevel_MayComeFromTheEnvironment()
    {
        var (config, _) = Load(Site, new Hashtable { ["FARLINK_LOG_LEVEL"] = "warning" });
        Assert.Equal(LogLevel.Warning, config!.LogLevel);
    }

    /// <summary>A radio that radiates keeps its airtime there.</summary>
    [Fact]
    public void Load_RadioHeadSite_HasAStore()
    {
        var (config, problems) = Load(SeedSite.Replace("[link]", "[link]\nstore = \"air.db\"", StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Key == "link.store");
        Assert.Equal(Path.Combine(_folder, "air.db"), config!.Link.StorePath);
    }

    [Theory]
    [InlineData("127.0.0.1:8883", "127.0.0.1:8884")]
    [InlineData("127.0.0.1:8883", "127.0.0.2:8883")]
    [InlineData("127.0.0.1:0", "127.0.0.1:0")]
    [InlineData("0.0.0.0:8883", "[::1]:8883")]
    public void Load_ListenersThatLeaveRoomForEachOther_AreTaken(string one, string other)
    {
        var (config, problems) = Load(
            $"{Site}\n[[broker.listener]]\naddress = \"{one}\"\n[[broker.listener]]\naddress = \"{other}\"\n");
        Assert.DoesNotContain(problems, problem => problem.Severity == Severity.Error);
        Assert.Equal(2, config!.Broker.Listeners.Count);
    }

    [Fact]
    public void LoadPlace_FileWithOtherMistakes_TellsRoleAndStore()
    {
        var path = Path.Combine(_folder, "farlink.toml");
        File.WriteAllText(path, "role = \"base\"\nunknown = 1\n[radio]\nspreading_factor = 99\n[link]\nstore = \"x.db\"\n");
        var (place, _) = ConfigLoader.LoadPlace(path, new Hashtable());
        Assert.Equal(new EndPlace(path, Role.Base, Path.Combine(_folder, "x.db")), place);
    }

    [Fact]
    public void LoadPlace_NoFile_IsToldWhere()
    {
        var (place, problems) = ConfigLoader.LoadPlace("/nowhere/farlink.toml", new Hashtable());
        Assert.Null(place);
        Assert.Contains("/nowhere/farlink.toml", Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NativeBase_ReadsItsSites()
    {
        var (config, problems) = Load("""
            role = "base"
            [[site]]
            name = "barn"
            id = 1
            session = "psk"
            prefix = "barn/"
            [[site]]
            name = "well"
            id = 2
            key_file = "other.key"
            prefix = ""
            [[route]]
            topic = "#"
            direction = "both"
            """);
        Assert.Empty(problems);
        Assert.Equal(
            [
                new LinkedSite("barn", 1, "barn/", Path.Combine(_folder, "barn.key"), null),
                new LinkedSite("well", 2, "", Path.Combine(_folder, "other.key"), null),
            ],
            config!.Sites);
    }

    [Fact]
    public void Load_NoWordOfASession_IsEdhocAndASiteWaitsForItsPairing()
    {
        var (config, problems) = Load(Site.Replace("key_file = \"link.key\"", "", StringComparison.Ordinal));
        var waits = Assert.Single(problems);
        Assert.Equal((Severity.Warning, "link.session", true), (waits.Severity, waits.Key, waits.IsOfPairing));
        Assert.Contains("this site is not paired", waits.ToString(), StringComparison.Ordinal);
        Assert.Null(config!.Link.KeyFile);
        Assert.Null(config.Link.Pairing);
        Assert.Equal($"file:{Path.Combine(_folder, "site.key.pem")}", config.Link.Element);
        Assert.Equal(Path.Combine(_folder, "site.pairings"), config.Link.PairingFolder);
    }

    [Theory]
    [InlineData("session = \"edhoc\"\nkey_file = \"link.key\"", "link.key_file", "belongs to session = \"psk\"")]
    [InlineData("element = \"usb:1\"", "link.element", "file:PATH")]
    [InlineData("session = \"none\"", "link.session", "\"edhoc\" or \"psk\"")]
    public void Load_WrongSession_IsRefused(string link, string key, string text)
    {
        var (_, problems) = Load(Site.Replace("key_file = \"link.key\"", link, StringComparison.Ordinal));
        var error = problems.Single(problem => problem.Severity == Severity.Error && problem.Key == key);
        Assert.Contains(text, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_BaseWithPairings_HasThemAsSitesWithTheirIds()
    {
        Pair("well", 3);
        Pair("boat", 7);
        var (config, problems) = Load("""
            role = "base"
            name = "home"
            [[site]]
            name = "boat"
            prefix = "boat/"
            [[site]]
            name = "barn"
            id = 1
            [[route]]
            topic = "#"
            sites = ["well"]
            """);

        var unpaired = Assert.Single(problems);
        Assert.Contains("barn is not paired", unpaired.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ["boat 7 boat/ True", "barn 1  False", "well 3  True"],
            config!.Sites.Select(site => $"{site.Name} {site.Id} {site.Prefix} {site.IsReady}"));
    }

    /// <summary>A site that waits for its pairing takes no other's link id away.</summary>
    [Fact]
    public void Load_UnpairedSiteBeforePairedOnes_DoesNotClaimTheirIds()
    {
        Pair("shed", 2);
        var (config, problems) = Load(
            "role = \"base\"\n[[site]]\nname = \"shed\"\n[[site]]\nname = \"barn\"\n[[route]]\ntopic = \"#\"");
        Assert.DoesNotContain(problems, problem => problem.Severity == Severity.Error);
        Assert.Equal(2, config!.Sites.Single(site => site.IsReady).Id);
    }

    [Fact]
    public void Load_SiteOfAPairedName_MayNotHaveAnotherId()
    {
        Pair("well", 3);
        var (_, problems) = Load("role = \"base\"\n[[site]]\nname = \"well\"\nid = 4\n[[route]]\ntopic = \"#\"");
        var problem = Assert.Single(problems, one => one.Key == "site[0].id");
        Assert.Contains("3, which pairing gave", problem.ToString(), StringComparison.Ordinal);
    }

    private void Pair(string name, byte link)
    {
        NewKeyFile.Create(Path.Combine(_folder, $"{name}.pem"));
        using var element = FileElement.Open(Path.Combine(_folder, $"{name}.pem"));
        if (!File.Exists(Path.Combine(_folder, "base.key.pem"))) NewKeyFile.Create(Path.Combine(_folder, "base.key.pem"));
        using var own = FileElement.Open(Path.Combine(_folder, "base.key.pem"));
        var home = new PairedEnd(LinkRole.BaseStation, "home", own.PublicKey);
        var record = PairingRecord.Make(link, home, new PairedEnd(LinkRole.Site, name, element.PublicKey), own);
        new PairingFolder(Path.Combine(_folder, "base.pairings"), LinkRole.BaseStation).Add(record, replace: false);
    }

    /// <summary>A start says so too, with the status of what may be otherwise a moment later.</summary>
    [Fact]
    public void Load_BaseWithoutAnySite_IsGoodAndWarnedOf()
    {
        var (config, problems) = Load("role = \"base\"\n[[route]]\ntopic = \"#\"\n");
        Assert.NotNull(config);
        Assert.Empty(config.Sites);
        var problem = Assert.Single(problems, candidate => candidate.Key == "site");
        Assert.Equal(Severity.Warning, problem.Severity);
        Assert.Contains("Pair one with farlink pair", problem.Allowed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[site]]\nname = \"a\"\nid = 1\n[[site]]\nname = \"b\"\nid = 1", "site[1].id", "an id of its own")]
    [InlineData("[[site]]\nname = \"a\"\n[[site]]\nname = \"a\"", "site[1].name", "a name of its own")]
    [InlineData("[[site]]\nname = \"a/b\"", "site[0].name", "without + # /")]
    [InlineData("[[site]]\nid = 256", "site[0].id", "1 to 255")]
    [InlineData(
        "[[site]]\nname = \"a\"\n[[route]]\ntopic = \"x\"\ndirection = \"down\"\nsites = [\"b\"]", "route[0].sites", "known: a")]
    public void Load_WrongSites_AreRefused(string toml, string key, string text)
    {
        var (config, problems) = Load("role = \"base\"\n" + toml);
        Assert.Null(config);
        var problem = problems.First(candidate => candidate.Severity == Severity.Error && candidate.Key == key);
        Assert.Contains(text, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RoutePolicy_IsReadWhole()
    {
        var (config, problems) = Load(Site + """

            direction = "both"
            priority = "urgent"
            max_latency = "60s"
            qos = 1
            local_prefix = "a/"
            remote_prefix = "b/"
            keep = "newest"
            expires = "5m"
            quota = 100
            unchanged = "skip for 15m"
            secret = true
            """);
        Assert.Empty(problems);
        var route = Assert.Single(config!.Routes);
        Assert.Equal(("a/", "b/", 100), (route.LocalPrefix, route.RemotePrefix, route.QuotaPerHour));
        Assert.True(route is { NewestOnly: true, IsSecret: true });
        Assert.Equal(Protocol.Messages.Priority.Urgent, route.Priority);
        Assert.Equal(
            (60, 300, 900), (route.MostLatency.Seconds, route.Expires!.Value.Seconds, route.UnchangedFor!.Value.Seconds));
    }

    [Fact]
    public void Load_NativeOnABandEdge_IsRefused()
    {
        var (config, problems) = Load(Site.Replace("[link]", "frequency_mhz = 868.0\n[link]", StringComparison.Ordinal));
        Assert.Null(config);
        Assert.Contains(problems, problem => problem.ToString().Contains("whole width", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_SeedSite_HasDefaultsThatWork()
    {
        var (config, problems) = Load(SeedSite);
        Assert.Empty(problems);
        Assert.Equal(Role.Site, config!.Role);
        Assert.Equal(869.525, config.Radio.Settings.Frequency.Megahertz);
        Assert.Equal("g3", config.Radio.Channel.Binding!.Name);
        Assert.Equal((10, 1), (config.Link.Address, config.Link.To));
        Assert.Equal(Path.Combine(_folder, "link.key"), config.Link.KeyFile);
        Assert.Equal(ListenerAuth.Mutual, Assert.Single(config.Broker.Listeners).Auth);
    }

    [Theory]
    [InlineData("name = \"a/b\"", "name", "without + # /")]
    [InlineData("rolle = \"site\"", "rolle", "did you mean role")]
    [InlineData("[radio]\nspreading_factor = 13", "radio.spreading_factor", "found 13; allowed: a whole number from 5 to 12")]
    [InlineData("[radio]\nspreading_factor = \"7\"", "radio.spreading_factor", "found \"7\"")]
    [InlineData("[radio]\nregion = \"MOON\"", "radio.region", "EU868")]
    [InlineData("[radio]\ncountry = \"France\"", "radio.country", "two capital letters")]
    [InlineData("[radio]\ncountry = \"fr\"", "radio.country", "two capital letters")]
    [InlineData("[radio]\nuri = \"sx9999:\"", "radio.uri", "allowed: sx1276:, sx1262: or sx1261:")]
    [InlineData("[radio]\nuri = \"spi-tcp://127.0.0.1\"", "radio.uri", "a host and a port")]
    [InlineData("[radio]\nuri = \"semtech-udp://0.0.0.0:1700\"", "radio.uri", "say which may come")]
    [InlineData("[radio]\nuri = \"semtech-udp://0.0.0.0:1700?from=10.0.0.1\"", "radio.uri", "say which may come")]
    [InlineData("[radio]\nuri = \"semtech-udp://127.0.0.1?eui=12\"", "radio.uri", "eui=HEX (16 digits")]
    [InlineData("[radio]\nuri = \"semtech-udp://127.0.0.1?from=x\"", "radio.uri", "from=NETWORK/BITS")]
    [InlineData("[radio]\nuri = \"semtech-udp://here:1700\"", "radio.uri", "the address of this host")]
    [InlineData("[radio]\nuri = \"semtech-udp://127.0.0.1\"\nbandwidth_khz = 62.5", "radio.uri", "125, 250 or 500 kHz")]
    [InlineData("[radio]\nuri = \"semtech-udp://127.0.0.1\"\nspreading_factor = 11\nldro = \"off\"", "radio.uri", "it is on")]
    [InlineData("[radio]\nuri = \"semtech-udp://127.0.0.1\"\nspreading_factor = 5\npreamble = 12", "radio.uri", "SF7 to SF12")]
    [InlineData("[radio]\nuri = \"semtech-udp://127.0.0.1\"\nsync_word = 0x77", "radio.uri", "0x12 (lorawan_public false")]
    [InlineData("[radio]\nuri = \"rnode:ttyUSB0\"", "radio.uri", "with its whole path")]
    [InlineData("[radio]\nuri = \"rnode:\"", "radio.uri", "/dev/serial/by-id")]
    [InlineData("[radio]\nuri = \"rnode:/dev/ttyUSB0\"\npreamble = 8", "radio.preamble", "sends 24 symbols")]
    [InlineData("[radio]\nuri = \"rnode:/dev/ttyUSB0\"\nldro = \"on\"", "radio.uri", "it is off")]
    [InlineData("[radio]\nuri = \"rnode:/dev/ttyUSB0\"\nsync_word = 0x34", "radio.uri", "its sync word is 0x12")]
    [InlineData("[radio]\nuri = \"rnode:/dev/ttyUSB0\"\n[link]\nmode = \"radiohead\"", "radio.uri", "an octet of its own")]
    [InlineData("[radio]\nuri = \"sx1276:\"", "radio.board", "which board: dragino-lora-gps-hat")]
    [InlineData("[radio]\nuri = \"sx1276:\"\nboard = \"mine\"", "radio.board", "known boards: dragino-lora-gps-hat")]
    [InlineData("[radio]\nuri = \"sx1276:\"\nboard = \"meshadv\"", "radio.board", "it has an SX1262")]
    [InlineData("[radio]\nuri = \"sx1276:\"\n[radio.pins]\nreset = 22", "radio.pins.interrupt", "the GPIO of DIO0")]
    [InlineData("[radio]\nuri = \"sx1262:\"\n[radio.pins]\ninterrupt = 22", "radio.pins.busy", "the GPIO of BUSY")]
    [InlineData("[radio]\nuri = \"sx1276:\"\n[radio.pins]\nrxen = 5\ninterrupt = 22", "radio.pins.rxen", "SX1261 or SX1262")]
    [InlineData("[radio.pins]\ninterrupt = 8\n[radio]\nuri = \"sx1276:\"\nboard = \"loraspi\"", "radio.pins.interrupt",
        "two things")]
    [InlineData("[radio]\nuri = \"sx1262:\"\nboard = \"meshadv\"\npower_dbm = 2", "radio.uri", "3 to 34 dBm with its amplifier")]
    [InlineData(
        "[radio]\nuri = \"sx1276:\"\nboard = \"loraspi\"\nleast_power_dbm = -3", "radio.least_power_dbm", "gives 2 to 20 dBm")]
    [InlineData(
        "[radio]\nuri = \"sx1262:\"\nboard = \"meshadv\"\npins.tcxo_volts = 2.5", "radio.pins.tcxo_volts",
        "what DIO3 can give: 1.6, 1.7")]
    [InlineData("[radio]\nuri = \"sx1276:\"\nboard = \"loraspi\"\npower_dbm = 25", "radio.uri", "gives 2 to 20 dBm")]
    [InlineData("[radio]\nuri = \"ether://127.0.0.1?z=1\"", "radio.uri", "x=800&y=-50")]
    [InlineData("[radio]\nfrequency_mhz = 868.65", "radio.frequency_mhz", "EU868 allows")]
    [InlineData("[radio]\nbandwidth_khz = 100", "radio.bandwidth_khz", "allowed: 7.81")]
    [InlineData("[radio]\nregion = \"US915\"\nbandwidth_khz = 125", "radio.bandwidth_khz", "at least 500 kHz")]
    [InlineData("[link]\nmode = \"other\"", "link.mode", "\"radiohead\"")]
    [InlineData("[link]\nmode = \"radiohead\"\naddress = 255", "link.address", "0 to 254")]
    [InlineData("[link]\nmode = \"radiohead\"\ntimeout = \"0s\"", "link.timeout", "0.01s to 60s")]
    [InlineData("[link]\nkey_file = \"a\\u0000b\"", "link.key_file", "NUL")]
    [InlineData("[broker]\nkind = \"none\"", "broker.kind", "\"embedded\" or \"external\"")]
    [InlineData("[broker]\ncertificate_user = \"other\"", "broker.certificate_user", "\"same\" or \"any\"")]
    [InlineData("[broker]\nclient_ids = true", "broker.client_ids", "\"any\" or \"user\"")]
    [InlineData("[[route]]\ntopic = \"a/#/b\"", "route[0].topic", "an MQTT topic or filter")]
    [InlineData("[[route]]\ntopic = \"a\"\ndirection = \"sideways\"", "route[0].direction", "\"up\" or \"down\" or \"both\"")]
    [InlineData("[link", "syntax", "")]
    [InlineData("name = 1979-05-27", "name", "a date")]
    public void Load_WrongKey_SaysWhereWhatAndWhatIsAllowed(string toml, string key, string text) =>
        AssertWrong(toml, key, text);

    [Theory]
    [InlineData(
        "[[broker.listener]]\naddress = \"0.0.0.0:1883\"\nauth = \"plain\"", "broker.listener[0].address",
        "never listens on all interfaces")]
    [InlineData(
        "[[broker.listener]]\naddress = \"127.0.0.1:8883\"\n[[broker.listener]]\naddress = \"127.0.0.1:8883\"",
        "broker.listener[1].address", "another listener is at \"127.0.0.1:8883\"")]
    [InlineData(
        "[[broker.listener]]\n[[broker.listener]]\naddress = \"127.0.0.1:8883\"", "broker.listener[1].address",
        "another listener is at \"0.0.0.0:8883\"")]
    [InlineData(
        "[[broker.listener]]\naddress = \"127.0.0.1:8883\"\n[[broker.listener]]\naddress = \"[::]:8883\"",
        "broker.listener[1].address", "another listener is at \"127.0.0.1:8883\"")]
    [InlineData("[[broker.listener]]\naddress = \"here\"", "broker.listener[0].address", "an address and port")]
    [InlineData("[[broker.listener]]\nauth = \"password\"", "broker.password_file", "mosquitto_passwd")]
    public void Load_WrongListener_SaysWhereWhatAndWhatIsAllowed(string toml, string key, string text) =>
        AssertWrong(toml, key, text);

    private void AssertWrong(string toml, string key, string text)
    {
        var (config, problems) = Load("role = \"site\"\n" + toml);
        Assert.Null(config);
        var problem = problems.First(candidate => candidate.Severity == Severity.Error && candidate.Key == key);
        Assert.Contains(text, problem.ToString(), StringComparison.Ordinal);
        Assert.InRange(problem.Position.Line, 1, 5);
        Assert.StartsWith(Path.Combine(_folder, "farlink.toml"), problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", CertificateUser.OwnIfKnown, false)]
    [InlineData("certificate_user = \"same\"\nclient_ids = \"any\"", CertificateUser.Same, false)]
    [InlineData("certificate_user = \"any\"\nclient_ids = \"user\"", CertificateUser.Any, true)]
    public void Load_NamesOfClients_AreTied(string keys, CertificateUser certificateUser, bool clientIdsNameUser)
    {
        var (config, problems) = Load($"{Site}\n[broker]\npassword_file = \"users\"\n{keys}");
        Assert.Empty(problems);
        Assert.Equal(certificateUser, config!.Broker.CertificateUser);
        Assert.Equal(clientIdsNameUser, config.Broker.ClientIdsNameUser);
    }

    [Theory]
    [InlineData("certificate_user = \"any\"", "has no effect without password_file")]
    [InlineData("kind = \"external\"\nclient_ids = \"user\"", "belongs to a broker of kind \"embedded\"")]
    public void Load_NamesOfClientsWithoutEffect_IsAWarning(string keys, string text)
    {
        var (config, problems) = Load($"{Site}\n[broker]\n{keys}");
        Assert.NotNull(config);
        Assert.Contains(text, Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SeveralProblems_FindsAllInOneRun()
    {
        var (_, problems) = Load(
            "role = \"site\"\n[radio]\nspreading_factor = 1\npreamble = 1\n[link]\nmode = \"radiohead\"\naddress = -1\n"
            + "codec = \"none\"");
        Assert.Equal(3, problems.Count(problem => problem.Severity == Severity.Error));
    }

    [Fact]
    public void Load_BandEdge_IsAWarning()
    {
        var (config, problems) = Load(SeedSite.Replace("[link]", "frequency_mhz = 868.0\n[link]", StringComparison.Ordinal));
        Assert.NotNull(config);
        Assert.Contains("edge between 865 and g1", Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_KeysOfTheNativeMode_AreWarnings()
    {
        var (config, problems) = Load(SeedSite + "\npriority = \"normal\"\nmax_latency = \"60s\"");
        Assert.NotNull(config);
        Assert.Equal(2, problems.Count);
        Assert.All(problems, problem => Assert.Equal(Severity.Warning, problem.Severity));
    }

    [Theory]
    [InlineData("FARLINK_RADIO__SPREADING_FACTOR", "9")]
    [InlineData("FARLINK_RADIO__URI", "radiohead-ether://127.0.0.1:4999")]
    [InlineData("FARLINK_LINK__RELIABLE", "true")]
    [InlineData("FARLINK_ROUTE__0__TOPIC", "/other")]
    [InlineData("FARLINK_NAME", "123")]
    public void Load_Environment_Overrides(string name, string value)
    {
        var (config, problems) = Load(SeedSite, new Hashtable { [name] = value });
        Assert.Empty(problems);
        var all = $"{config!.Radio.Settings.Modulation.SpreadingFactor.Value} {config.Radio.Uri} {config.Link.Reliable} "
            + $"{config.Routes[0].Topic} {config.Name}";
        Assert.Contains(value, all, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Load_EnvironmentProblem_NamesTheVariable()
    {
        var (_, problems) = Load(Site, new Hashtable { ["FARLINK_RADIO__SPREADING_FACTOR"] = "99" });
        Assert.StartsWith(
            "FARLINK_RADIO__SPREADING_FACTOR: error: radio.spreading_factor",
            Assert.Single(problems).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_EnvironmentRoutes_GrowAListInOrder()
    {
        var environment = new Hashtable();
        for (var i = 1; i < 12; i++) environment[$"FARLINK_ROUTE__{i}__TOPIC"] = $"/t{i}";
        environment["FARLINK_CA_PASSPHRASE"] = "no key";
        var (config, _) = Load(Site, environment);
        Assert.Equal("/t11", config!.Routes[11].Topic);
    }

    [Fact]
    public void Load_BaseWithoutOneTopic_IsRefused()
    {
        var (config, problems) = Load(
            "role = \"base\"\n[link]\nmode = \"radiohead\"\ncodec = \"none\"\n[[route]]\ntopic = \"a/#\"");
        Assert.Null(config);
        Assert.Contains(
            "carries no topic",
            problems.Single(problem => problem.Severity == Severity.Error).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RoleOfTheOtherEnd_IsRefused()
    {
        File.WriteAllText(Path.Combine(_folder, "farlink.toml"), Site);
        var (config, problems) = ConfigLoader.Load(Path.Combine(_folder, "farlink.toml"), Role.Base, new Hashtable());
        Assert.Null(config);
        Assert.Contains(problems, problem => problem.Key == "role");
    }

    private (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) Load(string toml, IDictionary? environment = null)
    {
        var path = Path.Combine(_folder, "farlink.toml");
        File.WriteAllText(path, toml);
        return ConfigLoader.Load(path, null, environment ?? new Hashtable());
    }
}
