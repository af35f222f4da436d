using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Farlink.Configuration;

namespace Farlink.Commands;

/// <summary>Options that several commands share the form of.</summary>
internal static class Options
{
    public static Option<T> Of<T>(string name, string description, T fallback) =>
        new(name) { Description = description, DefaultValueFactory = _ => fallback };

    public static Option<T?> Optional<T>(string name, string description) => new(name) { Description = description };

    public static Option<T> Required<T>(string name, string description) =>
        new(name) { Description = description, Required = true };

    /// <summary>A length of time.</summary>
    public static Option<TimeSpan> Span(string name, string description, TimeSpan fallback) => new(name)
    {
        Description = $"{description} (default {SpanText.WriteShort(fallback)})",
        DefaultValueFactory = _ => fallback,
        CustomParser = result => ParseSpan(result, name) ?? default,
    };

    /// <summary>A length of time that may be left out.</summary>
    public static Option<TimeSpan?> OptionalSpan(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => ParseSpan(result, name),
    };

    /// <summary>A whole number in a range.</summary>
    public static Option<long> Number(string name, string description, long fallback, long least, long most) => new(name)
    {
        Description = $"{description} ({least} to {most})",
        DefaultValueFactory = _ => fallback,
        CustomParser = result => ParseWhole(result, name, least, most) ?? default,
    };

    /// <summary>A whole number in a range that may be left out.</summary>
    public static Option<long?> OptionalNumber(string name, string description, long least, long most) => new(name)
    {
        Description = description,
        CustomParser = result => ParseWhole(result, name, least, most),
    };

    /// <summary>A whole number that may be left out, whose range depends on other options and is checked with them.</summary>
    public static Option<int?> OptionalWhole(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var isNumber = int.TryParse(
                result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
            if (isNumber) return value;
            result.AddError($"{name} must be a whole number, not {Show(result)}.");
            return null;
        },
    };

    /// <summary>A number in a range, with a point, never a comma.</summary>
    public static Option<double> Real(string name, string description, double fallback, double least, double most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => fallback,
        CustomParser = result => ParseReal(result, name, least, most) ?? default,
    };

    /// <summary>A number in a range that may be left out.</summary>
    public static Option<double?> OptionalReal(string name, string description, double least, double most) => new(name)
    {
        Description = description,
        CustomParser = result => ParseReal(result, name, least, most),
    };

    /// <summary>One of a few words.</summary>
    public static Option<T> Word<T>(string name, string description, string fallback, params (string Word, T Meaning)[] words)
    {
        T Find(string text) => words.First(known => known.Word == text).Meaning;
        var option = new Option<T>(name)
        {
            Description = $"{description}: {string.Join(", ", words.Select(known => known.Word))} (default {fallback})",
            DefaultValueFactory = _ => Find(fallback),
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value.ToLowerInvariant();
                if (words.Any(known => known.Word == text)) return Find(text);
                result.AddError(
                    $"{name} must be one of {string.Join(", ", words.Select(known => known.Word))}, not {Show(result)}.");
                return Find(fallback);
            },
        };

        // For completion: without this an enumeration would offer its names in C#.
        option.CompletionSources.Clear();
        option.CompletionSources.Add(words.Select(known => known.Word).ToArray());
        return option;
    }

    /// <summary>One of a few words that may be left out.</summary>
    public static Option<T?> OptionalWord<T>(string name, string description, params (string Word, T Meaning)[] words)
        where T : struct
    {
        var option = new Option<T?>(name)
        {
            Description = $"{description}: {string.Join(", ", words.Select(known => known.Word))}",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value.ToLowerInvariant();
                foreach (var (word, meaning) in words)
                    if (word == text) return meaning;
                result.AddError(
                    $"{name} must be one of {string.Join(", ", words.Select(known => known.Word))}, not {Show(result)}.");
                return null;
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add(words.Select(known => known.Word).ToArray());
        return option;
    }

    /// <summary>One of a few words, which stay words; the description names them.</summary>
    public static Option<string> OneOf(string name, string description, string fallback, params string[] words)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            DefaultValueFactory = _ => fallback,
            CustomParser = result => ParseWord(result, name, words),
        };
        option.CompletionSources.Add(words);
        return option;
    }

    /// <summary>An argument that is one of a few words; the description names them.</summary>
    public static Argument<string> ArgumentOneOf(string name, string description, params string[] words)
    {
        var argument = new Argument<string>(name)
        {
            Description = description,
            CustomParser = result => ParseWord(result, name, words),
        };
        argument.CompletionSources.Add(words);
        return argument;
    }

    private static string ParseWord(ArgumentResult result, string name, string[] words)
    {
        var text = result.Tokens[0].Value.ToLowerInvariant();
        if (!words.Contains(text)) result.AddError($"{name} must be one of {string.Join(", ", words)}, not {Show(result)}.");
        return text;
    }

    private static TimeSpan? ParseSpan(ArgumentResult result, string name)
    {
        if (SpanText.TryParse(result.Tokens[0].Value, out var span)) return span;
        result.AddError($"{name} {Show(result)} is not a time: use 200ms, 5s, 10m, 12h, 7d, or a number of seconds.");
        return null;
    }

    private static long? ParseWhole(ArgumentResult result, string name, long least, long most)
    {
        var isNumber = long.TryParse(
            result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        if (isNumber && value >= least && value <= most) return value;
        result.AddError($"{name} must be {least} to {most}, not {Show(result)}.");
        return null;
    }

    private static double? ParseReal(ArgumentResult result, string name, double least, double most)
    {
        var isNumber = double.TryParse(
            result.Tokens[0].Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var value);
        if (isNumber && value >= least && value <= most) return value;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be {least} to {most}, not {Show(result)}."));
        return null;
    }

    private static string Show(ArgumentResult result) => $"'{Protocol.Text.Printable.Escape(result.Tokens[0].Value)}'";
}
