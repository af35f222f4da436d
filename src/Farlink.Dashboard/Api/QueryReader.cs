using System.Globalization;
using Farlink.Protocol.Text;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>Reads the parameters of a request, each checked.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    public const int MostRows = 500, UsualRows = 100;

    private const int MostCharacters = 1024;

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>How many rows: 1 to 500.</summary>
    public int Limit() => (int)(Whole("limit", 1, MostRows) ?? UsualRows);

    /// <summary>A whole number in a range.</summary>
    public long? Whole(string name, long least, long most)
    {
        if (Text(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most)
            return value;
        throw Wrong(name, text, $"a whole number from {least} to {most}");
    }

    /// <summary>A time of ISO 8601, UTC if it does not say otherwise.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text) return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time : throw Wrong(name, text, "a time such as 2026-11-26T12:00:00Z");
    }

    /// <summary>One of a few words, which must be given.</summary>
    public T Choice<T>(string name, params ReadOnlySpan<(string Word, T Meaning)> choices)
    {
        var text = Required(name);
        var words = new List<string>();
        foreach (var (word, meaning) in choices)
        {
            if (word == text) return meaning;
            words.Add(word);
        }

        throw Wrong(name, text, string.Join(" or ", words));
    }

    /// <summary>A text that must be given.</summary>
    public string Required(string name) =>
        Text(name) ?? throw ApiException.BadRequest($"The parameter {name} is missing: add {name}=.. to the address.");

    /// <summary>A text; empty is as good as none.</summary>
    public string? Text(string name)
    {
        _asked.Add(name);
        if (!query.TryGetValue(name, out var values)) return null;
        if (values.Count > 1) throw ApiException.BadRequest($"The parameter {name} is there {values.Count} times: give it once.");
        var text = values.ToString();
        if (text.Length > MostCharacters)
            throw ApiException.BadRequest($"The parameter {name} is {text.Length} characters long: at most {MostCharacters}.");
        return text.Length == 0 ? null : text;
    }

    /// <summary>Refuses parameters that nobody asked for.</summary>
    public void Finish()
    {
        foreach (var name in query.Keys)
        {
            if (_asked.Contains(name)) continue;
            var known = _asked.Count == 0 ? "none" : string.Join(", ", _asked.Order(StringComparer.Ordinal));
            throw ApiException.BadRequest($"There is no parameter {Printable.Escape(name)} here. Known: {known}.");
        }
    }

    private static ApiException Wrong(string name, string found, string allowed) =>
        ApiException.BadRequest($"The parameter {name} is \"{Printable.Escape(found)}\". Allowed: {allowed}.");
}
