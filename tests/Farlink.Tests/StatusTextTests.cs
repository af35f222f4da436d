using Farlink.Output;
using Farlink.Protocol.Units;
using Farlink.Runtime.Status;
using Farlink.Tests.Shared;
using Spectre.Console;

namespace Farlink.Tests;

/// <summary>A state for people.</summary>
public sealed class StatusTextTests
{
    private const string Hostile = "\u001b[31m[red]x[/]\n\u0007";

    [Fact]
    public void Of_BusySite_SaysWhatMatters() => Assert.Equal("""
        site           barn, running for 1 h 2 min, since 2026-11-26 12:00:00 UTC; farlink 0.1.0, process 42
        radio          SX1276 on spidev0.0: works
        link 1         barn (edhoc): session up for 1 min
                       heard 3 s ago, -96 dBm, SNR 9.5 dB, margin 17 dB; our power 5 dBm
                       frames: 100 sent (4 repeated), 90 received, 2 refused; 12.5 % of ours are lost
                       queue: 3 messages (420 octets), the oldest for 12 s; 1 expired, 0 dead
        airtime        g3 869.4-869.65 MHz: 1.2 s of 360 s (0.3 %) in the last hour; a full frame may go now
        broker         listens on 0.0.0.0:8883: 4 clients
        store          1.2 MB written since the start (messages: 3.4 kB); 1.1 MB a day at this pace
        clock          2026-11-26 13:02:03 UTC, kept right

        """, StatusText.Of(StatusReports.Site));

    [Fact]
    public void Of_BaseInTrouble_NamesEachTrouble()
    {
        var text = StatusText.Of(Broken());
        foreach (var part in (string[])
            ["lost for 12 s", "no session", "a full frame may go never", "upstream", "not connected, connection refused",
                "1 message in doubt", "store          no room", "not kept right; jumped 2 times", "warning        look at this"])
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.Equal("barn: radio lost, 3 messages wait, broker away, the store cannot be written", StatusText.OneLine(Broken()));
    }

    [Fact]
    public void Of_BaseWhoseBrokerIsAway_SaysWhatHasComeAndWaits()
    {
        var text = StatusText.Of(StatusReports.Full);
        Assert.Contains("inbox: 12 messages (1.4 kB) wait for the broker", text, StringComparison.Ordinal);
        Assert.Contains(", 15 messages wait,", StatusText.OneLine(StatusReports.Full), StringComparison.Ordinal);
        Assert.DoesNotContain("inbox", StatusText.Of(StatusReports.Site), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_LinkThatHasSentNothing_TellsNoLoss()
    {
        var site = StatusReports.Site;
        var link = StatusReports.Link with { Sent = 0, Loss = 0 };
        var text = StatusText.Of(site with { Service = site.Service with { Links = [link] } });
        Assert.Contains("frames: 0 sent", text, StringComparison.Ordinal);
        Assert.DoesNotContain("of ours are lost", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OneMessageInTheInbox_IsOne()
    {
        var site = StatusReports.Site;
        var link = StatusReports.Link with { Inbox = new InboxFigures(1, 20) };
        var text = StatusText.Of(site with { Service = site.Service with { Links = [link] } });
        Assert.Contains("inbox: 1 message (20 octets) waits for the broker", text, StringComparison.Ordinal);
    }

    [Fact]
    public void OneLine_AllIsWell_IsShort() =>
        Assert.Equal("barn: 1 of 1 link up, 3 messages wait, broker up", StatusText.OneLine(StatusReports.Site));

    [Fact]
    public void View_HostileNames_AreShownNotObeyed()
    {
        var report = Broken();
        var service = report.Service;
        report = report with
        {
            Warnings = [Hostile],
            Service = service with
            {
                Name = Hostile,
                Radio = service.Radio with { Description = Hostile },
                Links = [service.Links[0] with { Name = Hostile }],
                Broker = service.Broker with { Where = Hostile, Trouble = Hostile },
            },
        };
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 4096;
        console.Write(StatusView.Of(StatusText.Rows(report), "footer"));
        var shown = text.ToString();
        Assert.DoesNotContain('\u001b', shown);
        Assert.DoesNotContain('\u0007', shown);
        Assert.Contains("\\x1B[31m[red]x[/]\\x0A\\x07", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', StatusText.OneLine(report));
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(4800, "1 h 20 min")]
    [InlineData(86_399, "23 h 59 min")]
    [InlineData(100_000, "1 d 3 h")]
    [InlineData(-5, "0 s")]
    public void Time_Duration_HasTwoFiguresThatMatter(double seconds, string expected) =>
        Assert.Equal(expected, Amounts.Time(Duration.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0 octets")]
    [InlineData(999, "999 octets")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(99_400, "99.4 kB")]
    [InlineData(99_600, "100 kB")]
    [InlineData(999_600, "1.0 MB")]
    [InlineData(4_200_000_000L, "4.2 GB")]
    public void Size_Octets_HasTwoFiguresThatMatter(long octets, string expected) => Assert.Equal(expected, Amounts.Size(octets));

    private static StatusReport Broken()
    {
        var site = StatusReports.Site;
        return site with
        {
            Service = site.Service with
            {
                Role = "base",
                Radio = new RadioFigures("RNode at /dev/ttyUSB0", false, "it is gone", Duration.FromSeconds(12)),
                Links = [StatusReports.Link with { HasSession = false, SessionAge = null }],
                Airtime = [site.Service.Airtime[0] with { NextSlotIn = null }],
                Broker = new BrokerFigures
                {
                    IsOwn = false,
                    Where = "broker.example:8883",
                    IsUp = false,
                    Trouble = "connection refused",
                    InDoubt = 1,
                },
                StoreTrouble = "no room",
            },
            Clock = site.Clock with { IsSynchronized = false, Jumps = 2 },
            Warnings = ["look at this"],
        };
    }
}
