using System.Text.Json;
using Farlink.Configuration.Reference;

namespace Farlink.Output;

/// <summary>The reference of the configuration as one JSON object, for editors. Values are texts, as TOML has them.</summary>
internal static class ReferenceJson
{
    public static string Write(IReadOnlyList<KeyEntry> entries) => JsonLine.Write(json =>
    {
        json.WriteNumber("version", 1);
        json.WriteStartArray("keys");
        foreach (var entry in entries) Write(json, entry);
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, KeyEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("section", entry.Table.Section);
        json.WriteBoolean("list", entry.IsInList);
        json.WriteString("key", entry.Meaning.Key);
        json.WriteString("where", entry.Table.Title);
        json.WriteString("variable", entry.Variable);
        json.WriteString("kind", entry.Form.Kind.ToString().ToLowerInvariant());
        if (entry.Form.Least is { } least) json.WriteNumber("least", least);
        if (entry.Form.Most is { } most) json.WriteNumber("most", most);
        if (entry.Unit is { } unit) json.WriteString("unit", unit);
        if (entry.Form.Values.Count > 0) WriteArray(json, "values", entry.Form.Values);
        WriteDefault(json, entry);
        if (entry.Meaning.Form is { } form) json.WriteString("form", form);
        json.WriteString("meaning", entry.Meaning.Text);
        json.WriteEndObject();
    }

    /// <summary>
    /// Of each role that reads the key its default; null where there is none, or where it follows from something else.
    /// </summary>
    private static void WriteDefault(Utf8JsonWriter json, KeyEntry entry)
    {
        json.WriteStartObject("default");
        foreach (var role in entry.Roles)
        {
            var name = role.ToString().ToLowerInvariant();
            string?[] defaults = [.. entry.DefaultsAt(role)];
            if (entry.Meaning.Default is null && defaults is [{ } only]) json.WriteString(name, only);
            else json.WriteNull(name);
        }

        json.WriteEndObject();
        if (entry.Meaning.Default is { } words) json.WriteString("default_is", words);
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
