using System.Text;
using System.Text.Json;
using Farlink.Protocol.Airtime;
using Farlink.Simulation.Bench.Codec;
using Farlink.Simulation.Planning;
using Farlink.Simulation.Scenarios;

namespace Farlink.Simulation.Tests.Planning;

/// <summary>What may be asked, as JSON too, and what is assumed.</summary>
public sealed class PlanCheckTests
{
    /// <summary>All that the contract of the page names.</summary>
    private const string Full = """
        {"sites":5,"distance_km":3.0,"spread":"even","rate_per_hour":12,"octets":40,"region":"EU868","sf":7,
        "bandwidth_khz":125,"hours":6,"seed":1,"acknowledged":true}
        """;

    [Fact]
    public void TryRead_FullPlan_IsThatPlan()
    {
        Assert.True(Read(Full, out var request, out var error), error);
        Assert.Equal(
            new PlanRequest
            {
                Sites = 5,
                DistanceMetres = 3000,
                Spread = PlanSpread.Even,
                BandwidthKilohertz = 125,
            },
            request);
    }

    [Fact]
    public void TryRead_NothingSaid_IsTheUsualPlan()
    {
        Assert.True(Read("{}", out var request, out _));
        Assert.Equal(new PlanRequest(), request);
    }

    [Theory]
    [InlineData("{\"sites\":51}", "sites must be 1 to 50, not 51")]
    [InlineData("{\"sites\":1.5}", "sites must be a whole number, not 1.5")]
    [InlineData("{\"sites\":1e400}", "sites must be a whole number, not 1e400")]
    [InlineData("{\"sites\":\"5\"}", "sites must be a whole number, not \"5\"")]
    [InlineData("{\"distance_km\":0}", "distance_km must be 0.001 to 100 km, not 0")]
    [InlineData("{\"spread\":\"square\"}", "spread must be ring or even, not \"square\"")]
    [InlineData("{\"rate_per_hour\":0}", "rate_per_hour must be 0.01 to 36000")]
    [InlineData("{\"octets\":15}", "octets must be 16 to 8000, not 15")]
    [InlineData("{\"payload\":7}", "payload must be a text, not 7")]
    [InlineData("{\"payload\":\"x\"}", "readings, random or text")]
    [InlineData("{\"region\":\"MOON\"}", "region must be EU868, US915")]
    [InlineData("{\"sf\":13}", "sf must be 5 to 12, not 13")]
    [InlineData("{\"bandwidth_khz\":100}", "bandwidth_khz is no LoRa bandwidth: use 7.81")]
    [InlineData("{\"bandwidth_khz\":500}", "lies in no band of EU868")]
    [InlineData("{\"region\":\"US915\",\"bandwidth_khz\":125}", "US915 wants at least 500 kHz")]
    [InlineData("{\"region\":\"AS923\",\"sf\":12}", "AS923 allows 400 ms a transmission")]
    [InlineData("{\"frequency_mhz\":868.65}", "lies in no band of EU868")]
    [InlineData("{\"hours\":49}", "hours must be 0.1 to 48, not 49")]
    [InlineData("{\"hours\":1,\"rate_per_hour\":0.5}", "no message comes")]
    [InlineData("{\"sites\":50,\"hours\":48,\"rate_per_hour\":60}", "144000 messages are too many; at most 50000")]
    [InlineData("{\"acknowledged\":1}", "acknowledged must be true or false, not 1")]
    [InlineData("{\"sight\":1}", "sight is unknown: use sites,")]
    [InlineData("{\"trace\":7}", "trace must be the text of a trace, not 7")]
    [InlineData("{\"trace\":\"\"}", "trace: the file is empty")]
    [InlineData("{\"trace\":\"room/t\\t21\\t0\\nroom/t,22,5\"}", "trace:2: no tab")]
    [InlineData("{\"model_mib\":16}", "model_mib is unknown")]
    [InlineData("{\"\\ud800\":1}", "no Unicode")]
    [InlineData("[1]", "no object")]
    [InlineData("{", "no JSON")]
    public void TryRead_Wrong_SaysWhichKeyAndWhatIsAllowed(string json, string part)
    {
        Assert.False(Read(json, out _, out var error));
        Assert.Contains(part, error, StringComparison.Ordinal);
    }

    /// <summary>Each region has a plan that runs without a word about the radio.</summary>
    [Fact]
    public void Problem_EachRegionAsItIs_IsNone() => Assert.All(
        Regions.All, region => Assert.Null(PlanCheck.Problem(new PlanRequest { Region = region }, PlanLimits.OfPage)));

    [Fact]
    public void Assumptions_OfAPlan_NameEachFigure()
    {
        var plan = new PlanRequest
        {
            Sites = 2,
            DistanceMetres = 1234,
            Loss = 0.07,
            ShadowingDb = 4.5,
            Seed = 42,
            Hours = 3,
            Octets = 77,
            PowerDbm = 11,
            ExtraLossDb = 1,
        };
        var all = Assumptions.Of(PlanScenario.Build(plan));
        Assert.Equal(
            [
                "Places", "Path loss", "Antennas", "Power", "Noise", "Sensitivity", "Fading", "Collisions", "Channel",
                "Airtime limit", "Messages", "Compression", "Hosts", "Turns", "What goes wrong", "Length", "Chance",
                "Not modelled",
            ],
            all.Select(one => one.Subject));
        var text = string.Join('\n', all);
        string[] figures =
        [
            "2 sites", "1.23 km", "129.95 dB at 1000 m", "exponent 2.32", "0 dBi", "11 dBm", "-174 dBm", "6 dB", "-124.5 dBm",
            "4.5 dB", "7 %", "869.525 MHz", "SF7", "10 %", "77 octets", "QoS 1", "seed 42", "3 h", "terrain",
        ];
        foreach (var figure in figures) Assert.Contains(figure, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_TraceOfMoreThanItsLimit_IsRefused()
    {
        var line = $"room/t\\t{new string('2', 1000)}\\t0";
        Assert.True(Read(Trace(250), out var request, out _));
        Assert.Equal(250, request.Trace!.Count);
        Assert.False(Read(Trace(270), out _, out var error));
        Assert.StartsWith("trace must be at most 262144 octets, not ", error, StringComparison.Ordinal);

        string Trace(int count) => $"{{\"trace\":\"{string.Join("\\n", Enumerable.Repeat(line, count))}\"}}";
    }

    [Theory]
    [InlineData(1, 0.004, false, "0.4 % of the frames")]
    [InlineData(1, 0, false, "the site in the first 30 s")]
    [InlineData(3, 0, false, "in the turn of its site")]
    [InlineData(3, 0, true, "30 to 60 s after the start, so all say the same nearly in step")]
    public void Assumptions_OfAPlan_SayWhatChangesItsFigures(int sites, double loss, bool isReplayed, string part)
    {
        var trace = new TraceMessage("t", "1"u8.ToArray());
        var plan = new PlanRequest { Sites = sites, Loss = loss, Trace = isReplayed ? [trace] : null };
        Assert.Contains(part, string.Join('\n', Assumptions.Of(PlanScenario.Build(plan))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PayloadKind.Readings, 40)]
    [InlineData(PayloadKind.Readings, 16)]
    [InlineData(PayloadKind.Readings, 400)]
    [InlineData(PayloadKind.Random, 40)]
    [InlineData(PayloadKind.Text, 40)]
    public void Payloads_OfAKind_AreAsLongAsWantedAndDiffer(PayloadKind kind, int octets)
    {
        var traffic = new Traffic
        {
            Topic = "t",
            Payload = "{n} ",
            Kind = kind,
            LeastOctets = octets,
            Every = Protocol.Units.Duration.FromSeconds(1),
        };
        var maker = new PayloadMaker(traffic, new Random(1));
        var payloads = Enumerable.Range(1, 2000).Select(number => maker.Make(number)).ToList();
        Assert.All(payloads, payload => Assert.Equal(octets, payload.Length));
        Assert.Equal(2000, payloads.Select(payload => Convert.ToHexString(payload)).Distinct().Count());
        if (kind != PayloadKind.Readings) return;
        using var document = JsonDocument.Parse(payloads[1999]);
        Assert.Equal(2000, document.RootElement.GetProperty("n").GetInt32());
    }

    private static bool Read(string json, out PlanRequest request, out string error) =>
        PlanJson.TryRead(Encoding.UTF8.GetBytes(json), out request, out error);
}
