using System.Text;
using Farlink.Output;
using Farlink.Protocol.Link;
using Farlink.Protocol.Wire;
using Farlink.Runtime;

namespace Farlink.Demo;

/// <summary>A demonstration for programs: one event a line, the summary last.</summary>
internal sealed class JsonDemoView : IDemoView
{
    private readonly Lock _lock = new();

    public void Start(string device, string upstream, string channel) => Print("started", json =>
    {
        json.WriteString("site_broker", device);
        json.WriteString("upstream_broker", upstream);
        json.WriteString("channel", channel);
    });

    public void Show(ChainEvent happened)
    {
        switch (happened)
        {
            case ChainEvent.DevicePublished published:
                PrintMessage("published", published.Message.Topic, published.Message.Payload);
                break;
            case ChainEvent.SiteAccepted accepted:
                PrintMessage("accepted", accepted.Message.Topic, accepted.Message.Payload);
                break;
            case ChainEvent.Dropped dropped:
                Print("dropped", json => json.WriteString("reason", dropped.Reason));
                break;
            case ChainEvent.FrameSent sent:
                Print("on_air", json =>
                {
                    json.WriteString("role", sent.Role);
                    json.WriteString("hex", Convert.ToHexStringLower(sent.Frame.Span));
                    json.WriteNumber("airtime_ms", Math.Round(sent.Transmission.Airtime.Milliseconds, 3));
                });
                break;
            case ChainEvent.MessageReceived received:
                Print("received", json =>
                {
                    json.WriteNumber("from", received.Message.Header.From);
                    json.WriteNumber("to", received.Message.Header.To);
                    json.WriteNumber("rssi", received.Frame.Rssi?.Value ?? 0);
                    json.WriteNumber("snr", Math.Round(received.Frame.Snr?.Value ?? 0, 1));
                    json.WriteString("ciphertext", Convert.ToHexStringLower(received.Message.Body.Span));
                    json.WriteString("text", Encoding.UTF8.GetString(received.Message.Message.Span));
                });
                break;
            case ChainEvent.FrameRefused refused:
                Print("refused", json => json.WriteString("reason", refused.Refusal.ToString()));
                break;
            case ChainEvent.LinkFrameSent sent:
                Print("on_air", json =>
                {
                    var what = FrameDescription.Of(sent.Frame.Octets.Span);
                    json.WriteString("role", sent.Role);
                    json.WriteString("frame", what.Kind);
                    json.WriteBoolean("asks", what.AsksNow);
                    json.WriteString("hex", Convert.ToHexStringLower(sent.Frame.Octets.Span));
                    json.WriteNumber("airtime_ms", Math.Round(sent.Transmission.Airtime.Milliseconds, 3));
                });
                break;
            case ChainEvent.LinkMessageReceived { Role: "base" } received:
                PrintMessage("received", received.Message.Topic, received.Message.Payload);
                break;
            case ChainEvent.LinkHappened { Event: LinkEvent.SessionUp } up:
                Print("session_up", json => json.WriteString("role", up.Role));
                break;
            case ChainEvent.LinkHappened { Event: LinkEvent.Confirmed confirmed } told:
                Print("confirmed", json =>
                {
                    json.WriteString("role", told.Role);
                    json.WriteNumber("stream_id", confirmed.Row.StreamId);
                });
                break;
            case ChainEvent.UpstreamPublished upstream:
                PrintMessage("upstream", upstream.Message.Topic, upstream.Message.Payload);
                break;
            default:
                break;
        }
    }

    public void ShowDelivery(string topic, ReadOnlyMemory<byte> payload) => PrintMessage("delivered", topic, payload);

    public void ShowPage(Uri address) => Print("page", json => json.WriteString("address", address.ToString()));

    public void Finish(DemoSummary summary) => Print("summary", json =>
    {
        json.WriteNumber("published", summary.Published);
        json.WriteNumber("delivered", summary.Delivered);
        json.WriteNumber("lost", summary.Lost);
        json.WriteNumber("duplicated", summary.Duplicated);
        if (summary.Waiting > 0) json.WriteNumber("waiting", summary.Waiting);
        json.WriteNumber("airtime_ms", Math.Round(summary.Airtime.Milliseconds, 3));
        json.WriteNumber("pace_percent", Math.Round(summary.PacePercent, 2));
        json.WriteNumber("limit_percent", summary.Limit.Percent);
    });

    private void PrintMessage(string name, string topic, ReadOnlyMemory<byte> payload) => Print(name, json =>
    {
        json.WriteString("topic", topic);
        json.WriteString("text", Encoding.UTF8.GetString(payload.Span));
    });

    private void Print(string name, Action<System.Text.Json.Utf8JsonWriter> body)
    {
        var line = JsonLine.Write(json =>
        {
            json.WriteString("event", name);
            body(json);
        });
        lock (_lock) Console.Out.Write(line);
    }
}
