using System.Globalization;
using System.Numerics;
using System.Text;
using Farlink.Protocol.Text;

namespace Farlink.Output;

/// <summary>Which list of revocations is in force at which site.</summary>
/// <param name="Name">The site.</param>
/// <param name="Link">Its link.</param>
/// <param name="Number">The number that is in force there; null if no certificates are checked there.</param>
internal sealed record SiteList(string Name, byte Link, BigInteger? Number);

/// <summary>Those for people and for programs.</summary>
internal static class SiteListTable
{
    public static string ToText(IReadOnlyList<SiteList> sites, BigInteger newest)
    {
        var text = new StringBuilder();
        foreach (var site in sites)
        {
            var what = State(site, newest) switch
            {
                "effective" => "effective",
                "none" => "checks no certificates",
                _ when site.Number > 0 => $"pending: list {site.Number} is in force there",
                _ => "pending: the site has not said that it has a list",
            };
            text.AppendLine(CultureInfo.InvariantCulture, $"{Printable.Escape(site.Name),-24}  {what}");
        }

        return text.ToString();
    }

    public static string ToJson(IReadOnlyList<SiteList> sites, BigInteger newest) => JsonLine.Write(json =>
    {
        json.WriteString("list", newest.ToString(CultureInfo.InvariantCulture));
        json.WriteStartArray("sites");
        foreach (var site in sites)
        {
            json.WriteStartObject();
            json.WriteString("name", site.Name);
            json.WriteNumber("link", site.Link);
            json.WriteString("state", State(site, newest));
            if (site.Number is { } number) json.WriteString("list", number.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string State(SiteList site, BigInteger newest) =>
        site.Number is not { } number ? "none" : number >= newest ? "effective" : "pending";
}
