namespace Farlink.Setup;

/// <summary>What a device of a preset may do with topics at the site's broker.</summary>
/// <param name="Access">read, write or readwrite.</param>
/// <param name="Filter">MQTT topic filter; <c>%u</c> is the device.</param>
internal sealed record PresetAccess(string Access, string Filter)
{
    /// <summary>The filter of one device.</summary>
    public string Of(string device) => Filter.Replace("%u", device, StringComparison.Ordinal);
}
