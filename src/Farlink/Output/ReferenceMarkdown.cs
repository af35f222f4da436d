using System.Text;
using Farlink.Configuration;
using Farlink.Configuration.Reference;
using Farlink.Protocol.Airtime;

namespace Farlink.Output;

/// <summary>The reference of the configuration as tables in Markdown.</summary>
internal static class ReferenceMarkdown
{
    /// <summary>The name of the table of regions.</summary>
    public const string RegionsName = "regions";

    /// <summary>The whole reference, with headings.</summary>
    public static string Write(IReadOnlyList<KeyEntry> entries)
    {
        var page = new StringBuilder("# Keys of farlink.toml\n");
        foreach (var table in KeyTables.All)
        {
            page.Append("\n## ").Append(table.Title).Append("\n\n");
            if (table.ShownAs is { } other) page.Append("The keys of `[").Append(other).Append("]`.\n");
            else page.Append(Table(entries, table.Name));
        }

        return page.Append("\n## Regions\n\n").Append(RegionTable()).ToString();
    }

    /// <summary>One table; null if there is none of this name.</summary>
    public static string? Table(IReadOnlyList<KeyEntry> entries, string name)
    {
        if (name == RegionsName) return RegionTable();
        if (!KeyTables.All.Any(table => table.Name == name && table.ShownAs is null)) return null;
        var page = new StringBuilder("| key | type, range | default | meaning |\n|---|---|---|---|\n");
        foreach (var entry in entries.Where(entry => entry.Table.Name == name))
            page.Append($"| `{entry.Meaning.Key}` | {Form(entry)} | {Default(entry)} | {entry.Meaning.Text} |\n");
        return page.ToString();
    }

    /// <summary>What a key may be.</summary>
    private static string Form(KeyEntry entry)
    {
        var form = entry.Form;
        if (entry.Meaning.Form is { } words) return words;
        if (form.Kind == KeyKind.Span)
        {
            var range = $"{Code(Time(form.Least))} to {Code(Time(form.Most))}";
            return form.Values.Count == 0 ? range : $"{range}, or {Codes(form.Values)}";
        }

        if (form.Values.Count > 0) return Codes(form.Values);
        return form.Kind switch
        {
            KeyKind.Text => "text",
            KeyKind.Path => "path",
            KeyKind.Key => "path, or the URI of a secure element",
            KeyKind.Integer => $"{Number(form.Least)} to {Number(form.Most)}",
            KeyKind.Number => $"number, {Number(form.Least)} to {Number(form.Most)}",
            KeyKind.Flag => Codes([TomlValue.Of(true), TomlValue.Of(false)]),
            KeyKind.Endpoint => "`\"ADDRESS:PORT\"`",
            KeyKind.Texts => "list of texts",
            _ => throw new InvalidOperationException($"{entry.Meaning.Key}: a {form.Kind} without values."),
        };
    }

    /// <summary>What counts without a key; where the ends differ, of each.</summary>
    private static string Default(KeyEntry entry)
    {
        if (entry.Meaning.Default is { } words) return words;
        var texts = entry.Roles
            .Select(role => (Role: role, Text: string.Join(" or ", entry.DefaultsAt(role).Select(one => Shown(entry, one)))))
            .ToList();
        return texts.DistinctBy(one => one.Text).Count() == 1
            ? texts[0].Text
            : string.Join(", ", texts.Select(one => $"{one.Role.ToString().ToLowerInvariant()} {one.Text}"));
    }

    private static string Shown(KeyEntry entry, string? toml)
    {
        if (toml is null) return "none";
        return Code(entry.Meaning.IsHexadecimal && long.TryParse(toml, out var number) ? $"0x{number:X2}" : toml);
    }

    /// <summary>Channel and limits of each region.</summary>
    private static string RegionTable()
    {
        var page = new StringBuilder("| region | frequency | bandwidth | sub-bands and limits |\n|---|---|---|---|\n");
        foreach (var region in Regions.All)
        {
            var bands = region.SubBands.Select(Band).Concat(region.SubBands.SelectMany(Rules).Distinct());
            page.Append($"| {region.Name} | {region.DefaultFrequency.Megahertz:0.###} MHz | {region.DefaultBandwidth} | ")
                .AppendJoin(", ", bands).Append(" |\n");
        }

        return page.ToString();
    }

    private static string Band(SubBand band)
    {
        var edges = $"{band.Low.Megahertz:0.###}-{band.High.Megahertz:0.###}";
        return band.DutyCycle.IsLimited ? $"{edges} {band.DutyCycle}" : edges;
    }

    private static IEnumerable<string> Rules(SubBand band)
    {
        if (band.Dwell is { } dwell) yield return $"{dwell.Milliseconds:0} ms at a time";
        if (band.NarrowestFixedChannel.Value > 0)
            yield return $"a fixed channel at least {band.NarrowestFixedChannel} wide";
        if (band.ListenBeforeTalk) yield return "listen before talk";
    }

    private static string Number(double? value) => TomlValue.Of(value ?? double.NaN);

    private static string Time(double? seconds) => TomlValue.Of(TimeSpan.FromSeconds(seconds ?? 0));

    private static string Codes(IEnumerable<string> values) => string.Join(", ", values.Select(Code));

    private static string Code(string text) => $"`{text}`";
}
