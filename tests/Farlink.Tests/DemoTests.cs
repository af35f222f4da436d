using System.Net;
using System.Text;
using Farlink.Demo;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Runtime;
using Spectre.Console;

namespace Farlink.Tests;

public sealed class DemoTests
{
    [Theory]
    [InlineData("[red]x[/]")]
    [InlineData("[1,2]")]
    [InlineData("\u001b[31mx\u001b]0;title\u0007")]
    [InlineData("x\nsite dropped")]
    [InlineData("<script>")]
    public void View_HostileText_IsShownNotObeyed(string hostile)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 4096;
        var view = new DemoView(console);
        var message = new MqttMessage { Topic = $"/t/{hostile}", Payload = Encoding.UTF8.GetBytes(hostile) };
        view.Show(new ChainEvent.DevicePublished(message, 1));
        view.Show(new ChainEvent.LinkMessageReceived("base", message));
        view.Show(new ChainEvent.UpstreamPublished("base", message, null));
        view.Show(new ChainEvent.Dropped("site", message, hostile, null));
        view.ShowDelivery(message.Topic, message.Payload);
        var escaped = hostile.Replace("\u001b", "\\x1B", StringComparison.Ordinal)
            .Replace("\u0007", "\\x07", StringComparison.Ordinal).Replace("\n", "\\x0A", StringComparison.Ordinal);
        var lines = text.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.Contains(escaped, line, StringComparison.Ordinal));
        Assert.Equal(4, lines.Count(line => line.Contains($"/t/{escaped}", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.DoesNotContain('\u001b', line));
    }

    [Fact]
    public void Tally_DeliveryBeforeTheAcknowledgement_IsNoDuplicateAndNotLost()
    {
        var tally = new DemoTally();
        tally.Deliver("1");
        tally.Publish("1");
        tally.Publish("2");
        tally.Deliver("2");
        tally.Deliver("2");
        tally.Publish("3");
        tally.AddFrame("site", Duration.FromMilliseconds(102.656));
        var summary = tally.Summarise(new DemoOptions(3, TimeSpan.FromSeconds(5), 1, IsNative: false), new DutyCycle(100));
        Assert.Equal((3, 2, 1, 1), (summary.Published, summary.Delivered, summary.Lost, summary.Duplicated));
        Assert.Equal(2.05, summary.PacePercent, 0.01);
        Assert.False(summary.IsComplete);
    }

    [Fact]
    public void Tally_MessageThatALaterOneOvertook_IsLostUntilItArrivesAfterAll()
    {
        var tally = new DemoTally();
        tally.Publish("1");
        tally.Publish("2");
        tally.Publish("3");
        Assert.Equal((0, 3), (tally.Counts().Lost, tally.Counts().Waiting));
        tally.Deliver("2");
        Assert.Equal((1, 1), (tally.Counts().Lost, tally.Counts().Waiting));
        tally.Deliver("1");
        Assert.Equal((0, 2, 0), (tally.Counts().Lost, tally.Counts().Delivered, tally.Counts().Duplicated));
    }

    [Fact]
    public void Tally_MessageThatAnEndGaveUp_IsLostAndWaitsNoMore()
    {
        var tally = new DemoTally();
        tally.Publish("1");
        tally.GiveUp("1");
        tally.GiveUp("never published");
        Assert.Equal((1, 0), (tally.Counts().Lost, tally.Counts().Waiting));
    }

    [Theory]
    [InlineData(true, 0, 1)]
    [InlineData(false, 1, 0)]
    public void Tally_WhatStillWaitsAtTheEnd_IsNotLostWhereAPageLetTheAirBeSoBad(bool hasPage, long lost, long waiting)
    {
        var tally = new DemoTally();
        tally.Publish("1");
        var options = new DemoOptions(null, TimeSpan.FromSeconds(5), 1)
        {
            Dashboard = hasPage ? new IPEndPoint(IPAddress.Loopback, 0) : null,
        };
        var summary = tally.Summarise(options, new DutyCycle(100));
        Assert.Equal((lost, waiting), (summary.Lost, summary.Waiting));
    }
}
