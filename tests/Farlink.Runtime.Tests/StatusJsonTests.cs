using System.Text;
using Farlink.Runtime.Status;
using Farlink.Tests.Shared;

namespace Farlink.Runtime.Tests;

/// <summary>The form in which a running end tells its state.</summary>
public sealed class StatusJsonTests
{
    [Fact]
    public void Write_FullReport_IsOneLineThatIsReadBackTheSame()
    {
        var line = StatusJson.Write(StatusReports.Full);
        Assert.Equal(1, line.Count(octet => octet == '\n'));
        Assert.Equal((byte)'\n', line[^1]);
        Assert.Equal(Text(line), Text(StatusJson.Write(StatusJson.Read(line))));
    }

    [Fact]
    public void Write_FullReport_NamesWhatAProgramLooksFor()
    {
        var text = Text(StatusJson.Write(StatusReports.Full));
        string[] parts =
        [
            "\"version\":1", "\"role\":\"base\"", "\"upstream\":{", "\"state\":\"disconnected\"",
            "\"last_error\":\"connection refused\"", "\"session_age_s\":60", "\"heard_s_ago\":3.4", "\"repeated\":4",
            "\"oldest_s\":12", "\"budget_ms\":360000", "\"used_ms\":1234.567", "\"a_day_octets\":1100000",
            "\"told_by_base\":true", "\"state\":\"lost\"", "\"inbox\":{\"messages\":12,\"octets\":1400}",
        ];
        foreach (var part in parts) Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WhatIsNotKnown_IsLeftOut()
    {
        var full = StatusReports.Full;
        var bare = full with
        {
            Disk = new DiskFigures(null, null, null, null),
            Service = full.Service with
            {
                Radio = full.Service.Radio with { Trouble = null, LostFor = null },
                Airtime = [full.Service.Airtime[0] with { Budget = null, NextSlotIn = null }],
                Links = [full.Service.Links[0] with { Rssi = null, Margin = null, HasSession = null, Repeated = null }],
                StoreTrouble = null,
                PayloadOctets = null,
            },
        };
        var line = StatusJson.Write(bare);
        string[] parts = ["written", "trouble", "budget", "next_slot", "rssi", "margin", "\"session\"", "repeated", "null"];
        foreach (var part in parts) Assert.DoesNotContain(part, Text(line), StringComparison.Ordinal);
        Assert.Equal(Text(line), Text(StatusJson.Write(StatusJson.Read(line))));
    }

    [Fact]
    public void Read_KeysOfALaterProgram_AreLeftAlone()
    {
        var text = Text(StatusJson.Write(StatusReports.Full))
            .Replace("{\"version\":1,", "{\"version\":1,\"new\":[1],", StringComparison.Ordinal);
        Assert.Equal("house", StatusJson.Read(Encoding.UTF8.GetBytes(text)).Service.Name);
    }

    [Fact]
    public void Read_LaterForm_SaysWhatToDo()
    {
        var text = Text(StatusJson.Write(StatusReports.Full))
            .Replace("{\"version\":1,", "{\"version\":2,", StringComparison.Ordinal);
        var refused = Assert.Throws<StatusException>(() => StatusJson.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Contains("form 2; this one knows 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_KeyIsMissing_SaysThatItIsAnotherProgram()
    {
        var text = Text(StatusJson.Write(StatusReports.Full)).Replace("\"pid\":", "\"process\":", StringComparison.Ordinal);
        var refused = Assert.Throws<StatusException>(() => StatusJson.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Contains("is an older or a newer program", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello\n")]
    [InlineData("[]\n")]
    [InlineData("{\"version\":1}\n")]
    [InlineData("{\"version\":\"x\"}\n")]
    [InlineData("{\"error\":\"the request is: status\"}\n")]
    public void Read_SomethingElse_IsRefusedInWords(string line) =>
        Assert.Throws<StatusException>(() => StatusJson.Read(Encoding.UTF8.GetBytes(line)));

    private static string Text(byte[] line) => Encoding.UTF8.GetString(line);
}
