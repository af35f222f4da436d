using Farlink.Mqtt.Client;

namespace Farlink.Runtime.Services;

/// <summary>A device as the seed's ESP8266: publishes a counted text at a steady pace.</summary>
public sealed record DeviceOptions
{
    /// <summary>Stands for the number in a template.</summary>
    public const string NumberMark = "{n}";

    /// <summary>How to reach the broker.</summary>
    public required BrokerClientOptions Broker { get; init; }

    /// <summary>Topic; default the seed's.</summary>
    public string Topic { get; init; } = "/esp8266";

    /// <summary>Text; <see cref="NumberMark"/> becomes the number of the message. Default the seed's.</summary>
    public string Template { get; init; } = "Good job! You are connected {n} times";

    /// <summary>Time between messages; default 5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Messages to publish; null for no end.</summary>
    public long? Count { get; init; }

    /// <summary>
    /// Whether each message begins a trace: a user property <c>traceparent</c>, which MQTT 3.1.1 does not have. Default no.
    /// </summary>
    public bool BeginsTraces { get; init; }

    /// <summary>
    /// Messages that may wait for the broker; at the limit the oldest is dropped, counted and logged. Default 1,000.
    /// </summary>
    public int MostWaiting { get; init; } = 1000;
}
