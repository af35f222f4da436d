using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;

namespace Farlink.Output;

/// <summary>An option as the manual and the completions of shells see it.</summary>
/// <param name="Names">Each way to write it, the short ones first: <c>-c</c>, <c>--config</c>.</param>
/// <param name="Description">What it means.</param>
/// <param name="Value">What stands for its value; null if it takes none.</param>
/// <param name="Values">The values that there are, if they are known.</param>
/// <param name="Default">Its value if it is not given; null if it says so itself, or has none.</param>
/// <param name="IsRequired">Whether it must be given.</param>
internal sealed record OptionOutline(
    IReadOnlyList<string> Names, string Description, string? Value, IReadOnlyList<string> Values, string? Default,
    bool IsRequired)
{
    public static OptionOutline Of(Option option)
    {
        var description = option.Description ?? string.Empty;
        var takesValue = option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);
        var word = option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();
        return new OptionOutline(
            NamesOf(option), description, takesValue ? word : null, takesValue ? ValuesOf(option) : [],
            takesValue && !description.Contains("default", StringComparison.OrdinalIgnoreCase) ? DefaultOf(option) : null,
            option.Required);
    }

    /// <summary>The values that a symbol is known to take.</summary>
    public static IReadOnlyList<string> ValuesOf(Symbol symbol) =>
        [.. symbol.GetCompletions(CompletionContext.Empty).Select(item => item.Label).Distinct()];

    /// <summary>Help has names of other systems, <c>/h</c> and <c>-?</c>, that nobody looks for here.</summary>
    private static IReadOnlyList<string> NamesOf(Option option) =>
    [
        .. option.Aliases.Append(option.Name)
            .Where(name => name.StartsWith('-') && name != "-?")
            .Distinct()
            .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal),
    ];

    private static string? DefaultOf(Option option) => option.HasDefaultValue
        ? option.GetDefaultValue() switch
        {
            string { Length: > 0 } text => text,
            long number => number.ToString(CultureInfo.InvariantCulture),
            double number => number.ToString(CultureInfo.InvariantCulture),
            _ => null,
        }
        : null;
}
