using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;

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

    /// <summary>Time between messages, where <see cref="Pace"/> is null; default 5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Changes the pace while the device runs, and holds it; null: nobody does.</summary>
    public DevicePace? Pace { get; init; }

    /// <summary>Delivery guarantee; default at least once.</summary>
    public MqttQos Qos { get; init; } = MqttQos.AtLeastOnce;

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
