using System.Text;
using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Text;
using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;
using Farlink.Runtime;
using Spectre.Console;

namespace Farlink.Demo;

/// <summary>
/// A demonstration for people: every hop of every message as it happens, with the ciphertext. Colour only on a terminal; what
/// came from outside is text, never markup.
/// </summary>
internal sealed class DemoView : IDemoView
{
    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Bad = new(Color.Red);
    private static readonly Style Air = new(Color.Yellow);

    private readonly IAnsiConsole _console;
    private readonly Lock _lock = new();
    private Duration _airtime;

    public DemoView(IAnsiConsole console) => _console = console;

    public static DemoView ForConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(Console.Out),
        });

        // A line that a program reads must not be folded at 80 columns.
        if (Console.IsOutputRedirected) console.Profile.Width = 4096;
        return new DemoView(console);
    }

    public void Start(string device, string upstream, string channel)
    {
        Line("The whole chain in this process, on a simulated radio.", Style.Plain);
        Line($"  device -> broker {device} -> site ~~ {channel} ~~ base -> broker {upstream} -> subscriber", Dim);
        Line("  Ctrl-C ends it.", Dim);
    }

    public void Show(ChainEvent happened)
    {
        switch (happened)
        {
            case ChainEvent.DevicePublished published:
                Hop(
                    "device",
                    $"{Topic(published.Message)}  {Text(published.Message.Payload)}",
                    $"acknowledged by the broker at QoS {(int)published.Message.Qos}",
                    Good);
                break;
            case ChainEvent.Dropped dropped:
                Hop("site", "dropped", Printable.Escape(dropped.Reason), Bad);
                break;
            case ChainEvent.FrameSent sent:
                ShowFrame(sent);
                break;
            case ChainEvent.MessageReceived received:
                var header = received.Message.Header;
                Hop(
                    "base",
                    $"#{header.From} => #{header.To}  {received.Frame.Rssi}, SNR {received.Frame.Snr}",
                    $"decrypted: {Text(received.Message.Message)}",
                    Style.Plain);
                break;
            case ChainEvent.FrameRefused refused:
                Hop("radio", "frame refused", refused.Refusal.ToString(), Bad);
                break;
            case ChainEvent.LinkFrameSent sent:
                ShowLinkFrame(sent);
                break;
            case ChainEvent.LinkMessageReceived { Role: "base" } received:
                Hop("base", Topic(received.Message), $"in its inbox: {Text(received.Message.Payload)}", Style.Plain);
                break;
            case ChainEvent.LinkHappened told:
                ShowLinkEvent(told);
                break;
            case ChainEvent.UpstreamPublished upstream:
                Hop(
                    "upstream",
                    Topic(upstream.Message),
                    $"acknowledged by the upstream broker at QoS {(int)upstream.Message.Qos}",
                    Style.Plain);
                break;
            default:
                break;
        }
    }

    public void ShowDelivery(string topic, ReadOnlyMemory<byte> payload) =>
        Hop("subscriber", $"{Printable.Escape(topic)}  {Text(payload)}", "arrived", Good);

    public void ShowPage(Uri address) => Line($"  The page: {address}", Good);

    public void Finish(DemoSummary summary)
    {
        Line(string.Empty, Style.Plain);
        Line(
            $"{summary.Published} published, {summary.Delivered} delivered, {summary.Lost} lost, "
            + $"{summary.Duplicated} duplicated; {summary.Airtime} on the air"
            + (summary.Waiting > 0 ? $"; {summary.Waiting} still waited for the link" : string.Empty),
            summary.IsComplete ? Good : Bad);
        var isOver = summary.Limit.IsLimited && summary.PacePercent > summary.Limit.Percent;
        Line(
            $"{(summary.IsNative ? "pace" : "seed pace")} {summary.PacePercent:0.00} %, "
            + $"limit {summary.Limit}{(isOver ? ": a real radio would have to hold back" : string.Empty)}",
            isOver ? Air : Style.Plain);
    }

    private static string Topic(MqttMessage message) => Printable.Escape(message.Topic);

    private static string Text(ReadOnlyMemory<byte> payload) => Printable.Escape(payload.Span);

    private void ShowFrame(ChainEvent.FrameSent sent)
    {
        var cipher = new StringBuilder();
        foreach (var octet in sent.Frame.Span[RadioHeadHeader.Size..]) cipher.Append($"{octet:X2} ");
        Hop(
            "air",
            $"{sent.Role} sent {sent.Frame.Length} octets in {sent.Transmission.Airtime}",
            cipher.ToString().TrimEnd(),
            Air);
    }

    private void ShowLinkFrame(ChainEvent.LinkFrameSent sent)
    {
        var octets = sent.Frame.Octets.Span;
        var what = FrameDescription.Of(octets);
        _airtime += sent.Transmission.Airtime;
        Hop(
            "air",
            $"{sent.Role} sent {octets.Length} octets in {sent.Transmission.Airtime}: {what.Kind}"
            + (what.AsksNow ? ", asks" : string.Empty),
            $"{Convert.ToHexString(octets[..Math.Min(12, octets.Length)])}..  {_airtime} on the air so far",
            Air);
    }

    private void ShowLinkEvent(ChainEvent.LinkHappened told)
    {
        switch (told.Event)
        {
            case LinkEvent.SessionUp:
                Hop(told.Role, "session is up", "both ends hold the key and know where they go on", Good);
                break;
            case LinkEvent.Confirmed confirmed:
                Hop(told.Role, $"message {confirmed.Row.StreamId} confirmed", "the other end has it on its disk", Dim);
                break;
            case LinkEvent.Dead dead:
                Hop(told.Role, "message ended", $"{dead.Reason}", Bad);
                break;
            default:
                break;
        }
    }

    private void Hop(string hop, string what, string detail, Style style)
    {
        lock (_lock)
        {
            _console.Write(new Text($"{hop,-11}", Dim));
            _console.Write(new Text(what, style));
            _console.Write(new Text($"  {detail}", Dim));
            _console.WriteLine();
        }
    }

    private void Line(string text, Style style)
    {
        lock (_lock)
        {
            _console.Write(new Text(text, style));
            _console.WriteLine();
        }
    }
}
