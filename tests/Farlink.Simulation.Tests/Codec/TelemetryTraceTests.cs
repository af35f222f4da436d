using System.Text;
using Farlink.Simulation.Bench.Codec;

namespace Farlink.Simulation.Tests.Codec;

public sealed class TelemetryTraceTests
{
    public static TheoryData<string> Files { get; } =
        [.. Directory.GetFiles(Traces.Folder, "*.tsv").Select(path => Path.GetFileName(path))];

    [Fact]
    public void Parse_TextAndBase64_GivesTopicsAndPayloads()
    {
        var messages = Parse("a/b\t21.5 °C\t1750000000000\nc\tb64:AAECCQr/\t0\n/x\t\t1\n");
        Assert.Equal(["a/b", "c", "/x"], messages.Select(message => message.Topic));
        Assert.Equal("21.5 °C"u8.ToArray(), messages[0].Payload.ToArray());
        Assert.Equal([0, 1, 2, 9, 10, 255], messages[1].Payload.ToArray());
        Assert.Empty(messages[2].Payload.ToArray());
        Assert.Equal([1_750_000_000_000, 0, 1], messages.Select(message => message.AtMilliseconds));
    }

    [Theory]
    [InlineData("a\tx\t1\r\nb\ty\t2\r\n")]
    [InlineData("a\tx\t1\nb\ty\t2")]
    [InlineData("\uFEFFa\tx\t1\nb\ty\t2\n")]
    public void Parse_LineEndsOfOthers_AreTolerated(string text)
    {
        var messages = Parse(text);
        Assert.Equal([new("a", "x"), new("b", "y")], messages.Select(message =>
            KeyValuePair.Create(message.Topic, Encoding.UTF8.GetString(message.Payload.Span))));
    }

    [Theory]
    [InlineData("", "t.tsv: the file is empty. It needs one message at least; a line is topic, tab, payload, tab, timestamp")]
    [InlineData("\uFEFF", "t.tsv: the file is empty")]
    [InlineData("a\tx\t1\nb y 2\n", "t.tsv:2: no tab; a line is topic, tab, payload, tab, timestamp in ms. Separate")]
    [InlineData("a\tx\t1\n\nb\ty\t2\n", "t.tsv:2: the line is empty. Remove it")]
    [InlineData("a\tx\n", "t.tsv:1: the last column is missing; a line is topic, tab, payload, tab, timestamp in ms. Add the")]
    [InlineData("a\tx\ty\t1\n", "t.tsv:1: 4 columns instead of 3; a line is topic, tab, payload, tab, timestamp in ms. Write a")]
    [InlineData("a\tx\t\n", "t.tsv:1: the timestamp  is not a whole number of milliseconds")]
    [InlineData("a\tx\t1.5\n", "t.tsv:1: the timestamp 1.5 is not")]
    [InlineData("a\tx\t-1\n", "t.tsv:1: the timestamp -1 is not")]
    [InlineData("a\tx\t99999999999999999999\n", "t.tsv:1: the timestamp 99999999999999999999 is not")]
    [InlineData("a\tx\t\u001b[2J\n", @"t.tsv:1: the timestamp \x1B[2J is not")]
    [InlineData("a\tb64:AAE\t1\n", "t.tsv:1: what follows b64: is not base64. Four characters")]
    [InlineData("a\tb64:A*E=\t1\n", "t.tsv:1: what follows b64: is not base64")]
    [InlineData("\tx\t1\n", "t.tsv:1: the topic is empty")]
    [InlineData("a/+\tx\t1\n", "t.tsv:1: a/+ is not a topic name: +, # and NUL are not allowed in one")]
    [InlineData("#\tx\t1\n", "t.tsv:1: # is not a topic name")]
    public void Parse_WrongLine_SaysWhereWhatAndWhatToDo(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<TraceException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_NotUtf8_SaysWhere()
    {
        byte[] octets = [.. "a\tx\t1\nb\té"u8, 0xFF, .. "\t2\n"u8];
        var failure = Assert.Throws<TraceException>(() => TelemetryTrace.Parse(octets, "t.tsv"));
        Assert.Equal(
            "t.tsv:2: not UTF-8 at octet 5. Write a payload that is not text as b64: and base64.", failure.Message);
    }

    [Fact]
    public void Parse_TopicAtTheLimit_IsTaken_OneMoreIsNot()
    {
        Assert.Single(Parse($"{new string('é', 512)}\tx\t1\n"));
        var failure = Assert.Throws<TraceException>(() => Parse($"{new string('é', 512)}a\tx\t1\n"));
        Assert.StartsWith(
            "t.tsv:1: a topic of 1025 octets; a link carries at most 1024.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_PayloadAtTheLimit_IsTaken_OneMoreIsNot()
    {
        Assert.Single(Parse($"a\t{new string('x', 65_536)}\t1\n"));
        var failure = Assert.Throws<TraceException>(() => Parse($"a\t{new string('x', 65_537)}\t1\n"));
        Assert.StartsWith("t.tsv:1: a payload of 65537 octets", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/x.tsv", "Cannot read the trace /nowhere/x.tsv: ")]
    [InlineData("/tmp", "Cannot read the trace /tmp: ")]
    [InlineData("/dev/zero", "/dev/zero: larger than 64 MiB. Cut it")]
    public void Read_NotAFile_SaysSo(string path, string expected) =>
        Assert.StartsWith(
            expected, Assert.Throws<TraceException>(() => TelemetryTrace.Read(path)).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_TraceOfTheRepository_IsWellFormed(string file) => Assert.True(Traces.Read(file).Count >= 600);

    private static IReadOnlyList<TraceMessage> Parse(string text) => TelemetryTrace.Parse(Encoding.UTF8.GetBytes(text), "t.tsv");
}
