namespace Farlink.Runtime.HomeAssistant;

/// <summary>A number of <c>farlink/SITE/link</c> as a sensor.</summary>
/// <param name="Key">Its part of the unique id; never changed.</param>
/// <param name="Name">For people.</param>
/// <param name="Template">Makes the value out of the report; the text <c>None</c> makes the sensor unknown.</param>
/// <param name="DeviceClass">Home Assistant's device class; null: none fits.</param>
/// <param name="Unit">A unit of that class.</param>
/// <param name="IsOfSite">Whether it is worth something only while the site is heard.</param>
internal sealed record LinkSensor(
    string Key, string Name, string Template, string? DeviceClass, string Unit, bool IsOfSite)
{
    private const string Signal = "signal_strength", Time = "duration";

    /// <summary>All, in the order in which they are told.</summary>
    public static IReadOnlyList<LinkSensor> All { get; } =
    [
        new("rssi", "RSSI", Value("rssi_dbm"), Signal, "dBm", true),
        new("snr", "SNR", Value("snr_db"), Signal, "dB", true),
        new("margin", "Margin", Value("margin_db"), Signal, "dB", true),
        new("loss", "Loss", "{{ (value_json.loss * 100) | round(1) }}", null, "%", true),
        new("power", "Transmit power", Value("power_dbm"), Signal, "dBm", false),
        new("queued", "Queued messages", Value("queued"), null, "messages", false),
        new("queued_octets", "Queued data", Value("queued_octets"), "data_size", "B", false),
        new(
            "airtime", "Airtime in the last hour", "{{ (value_json.airtime_last_hour_ms / 1000) | round(3) }}", Time, "s", false),
        new("heard", "Time since last heard", Value("heard_s_ago"), Time, "s", false),
    ];

    /// <summary>
    /// What is not known is not in the report. <c>None</c> resets the sensor (MQTT sensor, state_topic). An empty text would
    /// leave the last value standing, and begin <c>expire_after</c> anew: a dead site would seem to have been heard a moment
    /// ago.
    /// </summary>
    private static string Value(string key) => $"{{{{ value_json.{key} | default('None') }}}}";
}
