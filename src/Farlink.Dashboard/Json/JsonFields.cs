using System.Globalization;
using System.Text.Json;
using Farlink.Protocol.Units;

namespace Farlink.Dashboard.Json;

/// <summary>Fields in the one form that all answers have.</summary>
internal static class JsonFields
{
    /// <summary>UTC, with milliseconds.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } at) json.WriteString(name, Time(at));
        else json.WriteNull(name);
    }

    /// <summary>Text from a device or the air, as it is: whoever shows it makes visible what hides in it.</summary>
    public static void WriteOutside(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is null) json.WriteNull(name);
        else json.WriteString(name, text);
    }

    public static void WriteMilliseconds(this Utf8JsonWriter json, string name, Duration? time) =>
        json.WriteNumber(name, time?.Milliseconds, 3);

    public static void WriteSeconds(this Utf8JsonWriter json, string name, Duration? time) =>
        json.WriteNumber(name, time?.Seconds, 1);

    /// <summary>A number; null if it is not known or none.</summary>
    public static void WriteNumber(this Utf8JsonWriter json, string name, double? value, int digits)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, Math.Round(number, digits));
        else json.WriteNull(name);
    }

    public static void WriteWhole(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    public static void WriteHex(this Utf8JsonWriter json, string name, ReadOnlySpan<byte> octets) =>
        json.WriteString(name, Convert.ToHexStringLower(octets));

    /// <summary>An array of objects.</summary>
    public static void WriteArray<T>(
        this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        json.WriteItems(items, write);
        json.WriteEndArray();
    }

    /// <summary>The objects of an array that is open.</summary>
    public static void WriteItems<T>(this Utf8JsonWriter json, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }
    }
}
