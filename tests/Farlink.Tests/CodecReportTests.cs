using System.Text.Json;
using Farlink.Commands;
using Farlink.Output;
using Farlink.Simulation.Bench.Codec;

namespace Farlink.Tests;

/// <summary>What <c>farlink bench codec</c> prints, and which options it takes.</summary>
public sealed class CodecReportTests
{
    private static readonly CodecResult Measured = new()
    {
        Messages = 1500,
        Batch = 16,
        PayloadOctets = 200_000,
        RoundTripProblem = null,
        Octets = new OctetsPerMessage(3.2, 3.0, 10.40004),
        KilobytesPerSecond = 75.25,
        ModelOctets = 4_000_000,
        Digest = "0123456789abcdef",
        Peers =
        [
            new CodecPeer("deflate", "deflate, flushed", true, new OctetsPerMessage(14, 13, 27)),
            new CodecPeer("brotli", "brotli, flushed", true, new OctetsPerMessage(10, 9, 28)),
            new CodecPeer("zstd", "zstd, whole file", false, new OctetsPerMessage(8, 7, null)),
            new CodecPeer("xz", "xz, whole file", false, new OctetsPerMessage(7, 6, null)),
            new CodecPeer("zpaq", "zpaq, whole file", false, new OctetsPerMessage(6, 5, null)),
        ],
    };

    private static readonly CodecResult WithoutZpaq = Measured with
    {
        Peers =
        [
            .. Measured.Peers.Take(3),
            new CodecPeer("xz", "xz, whole file", false, null, "failed: /usr/bin/xz ended with 1: no memory"),
            new CodecPeer("zpaq", "zpaq, whole file", false, null, "not installed (apt install zpaq)", IsMissing: true),
        ],
    };

    [Fact]
    public void ToJson_AllMeasured_IsOneLineOfThisShape() => Assert.Equal(
        """
        {"messages":1500,"batch":16,"roundtrip":true,"octets_per_message":{"all":3.2,"warm":3,"cold50":10.4},"baselines":{
        "deflate":{"all":14,"warm":13,"cold50":27},"brotli":{"all":10,"warm":9,"cold50":28},"zstd":{"all":8,"warm":7},
        "xz":{"all":7,"warm":6},"zpaq":{"all":6,"warm":5}},"kb_per_s":75.25,"model_mib":3.8147,
        "digest":"0123456789abcdef"}
        """.ReplaceLineEndings("") + "\n",
        Report(Measured).ToJson());

    [Fact]
    public void ToJson_ToolMissing_IsNullAndNamed()
    {
        var json = JsonDocument.Parse(Report(WithoutZpaq).ToJson()).RootElement;
        Assert.Equal(JsonValueKind.Null, json.GetProperty("baselines").GetProperty("zpaq").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("baselines").GetProperty("xz").ValueKind);
        Assert.Equal(["zpaq"], json.GetProperty("missing").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(
            "failed: /usr/bin/xz ended with 1: no memory", json.GetProperty("failed").GetProperty("xz").GetString());
    }

    [Fact]
    public void ToJson_RoundTripFailed_SaysWhere()
    {
        var json = JsonDocument.Parse(Report(Measured with { RoundTripProblem = "message 7" }).ToJson()).RootElement;
        Assert.False(json.GetProperty("roundtrip").GetBoolean());
        Assert.Equal("message 7", json.GetProperty("roundtrip_problem").GetString());
    }

    [Fact]
    public void ToString_AllMeasured_HasUsAndTheOthersSideBySide() => Assert.Equal(
        """
        x.tsv: 1500 messages with 200000 octets of payload, 16 a batch, model of 4 MiB

        octets a message         all      warm  first 50       warm is
        farlink                3.200     3.000    10.400
        deflate, flushed      14.000    13.000    27.000   4.33 x ours
        brotli, flushed       10.000     9.000    28.000   3.00 x ours
        zstd, whole file       8.000     7.000         -   2.33 x ours
        xz, whole file         7.000     6.000         -   2.00 x ours
        zpaq, whole file       6.000     5.000         -   1.67 x ours

        ok               round trip: a second instance decoded every message, octet for octet
                       3 times smaller than the best of those that are flushed, warm
                     0.6 of what zpaq -m5 takes, which sees the whole file, warm
                    75.3 KB/s of payload coded, on this host
                    3.81 MiB of memory for each model
                01234567 begins the SHA-256 of what was coded: the same on every host

        """,
        Report(Measured).ToString());

    [Fact]
    public void ToString_ToolMissing_SaysSoInItsRowAndWhatNeedsItIsNotOk()
    {
        var text = Report(WithoutZpaq).ToString();
        Assert.Contains("zpaq, whole file      not installed (apt install zpaq)\n", text, StringComparison.Ordinal);
        Assert.Contains("xz, whole file        failed: /usr/bin/xz ended with 1: no memory\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "NOT OK           of what zpaq -m5 takes, which sees the whole file, warm: not measured, see above\n", text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_RoundTripFailed_SaysWhere() => Assert.Contains(
        "NOT OK           message 7\n", Report(Measured with { RoundTripProblem = "message 7" }).ToString(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Option '--trace' is required.", "codec")]
    [InlineData("--batch must be 1 to 1000, not '0'.", "codec", "--trace", "x", "--batch", "0")]
    [InlineData("--batch must be 1 to 1000, not '1001'.", "codec", "--trace", "x", "--batch", "1001")]
    [InlineData("--model-mib must be one of 1, 2, 4, 8, 16, not '3'.", "codec", "--trace", "x", "--model-mib", "3")]
    public void Options_Wrong_SayWhatIsRight(string expected, params string[] arguments) => Assert.Equal(
        [expected], BenchCommand.Create().Parse(arguments).Errors.Select(error => error.Message));

    private static CodecReport Report(CodecResult result) => new("x.tsv", new CodecModel(4, true), result);
}
