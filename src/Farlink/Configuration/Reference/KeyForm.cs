namespace Farlink.Configuration.Reference;

/// <summary>How the value of a key is read.</summary>
/// <param name="Kind">What it is.</param>
internal sealed record KeyForm(KeyKind Kind)
{
    /// <summary>What counts without the key, as it would be written; null: nothing that could be written.</summary>
    public string? Default { get; init; }

    /// <summary>The least number, or time in seconds.</summary>
    public double? Least { get; init; }

    /// <summary>The highest number, or longest time in seconds.</summary>
    public double? Most { get; init; }

    /// <summary>The only values there are, as they are written; of a time: words besides the range. Empty: any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>A text, path or key. An empty default is none: it could not be written.</summary>
    public static KeyForm OfText(KeyKind kind, string? fallback) =>
        new(kind) { Default = string.IsNullOrEmpty(fallback) ? null : TomlValue.Of(fallback) };

    /// <summary>A number.</summary>
    public static KeyForm OfRange(KeyKind kind, double? fallback, double least, double most) =>
        new(kind) { Default = fallback is { } value ? TomlValue.Of(value) : null, Least = least, Most = most };

    /// <summary>A length of time.</summary>
    public static KeyForm OfSpan(TimeSpan? fallback, TimeSpan least, TimeSpan most) => new(KeyKind.Span)
    {
        Default = fallback is { } value ? TomlValue.Of(value) : null,
        Least = least.TotalSeconds,
        Most = most.TotalSeconds,
    };

    /// <summary>True or false.</summary>
    public static KeyForm OfFlag(bool? fallback) =>
        new(KeyKind.Flag) { Default = fallback is { } value ? TomlValue.Of(value) : null };

    /// <summary>One of a few words.</summary>
    public static KeyForm OfChoice<T>(T fallback, ReadOnlySpan<(string Word, T Meaning)> choices)
    {
        var words = new List<string>();
        string? chosen = null;
        foreach (var (word, meaning) in choices)
        {
            words.Add(TomlValue.Of(word));
            if (chosen is null && EqualityComparer<T>.Default.Equals(meaning, fallback)) chosen = words[^1];
        }

        return new KeyForm(KeyKind.Choice) { Default = chosen, Values = words };
    }
}
