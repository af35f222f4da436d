using System.CommandLine;
using System.CommandLine.Parsing;
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
        Description = description,
        DefaultValueFactory = _ => fallback,
        CustomParser = ParseSpan,
    };

    /// <summary>A length of time that may be left out.</summary>
    public static Option<TimeSpan?> OptionalSpan(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => ParseSpan(result),
    };

    /// <summary>A whole number in a range.</summary>
    public static Option<long> Number(string name, string description, long fallback, long least, long most)
    {
        var option = Of(name, $"{description} ({least} to {most})", fallback);
        option.Validators.Add(result =>
        {
            if (result.Errors.Any()) return;
            var value = result.GetValueOrDefault<long>();
            if (value < least || value > most) result.AddError($"{name} must be {least} to {most}, not {value}.");
        });
        return option;
    }

    private static TimeSpan ParseSpan(ArgumentResult result)
    {
        if (SpanText.TryParse(result.Tokens[0].Value, out var span)) return span;
        result.AddError($"'{result.Tokens[0].Value}' is not a time: use 200ms, 5s, 10m, or a number of seconds.");
        return default;
    }
}
