namespace Farlink.Configuration.Reference;

/// <summary>A key of the reference: what it means, and how it is read.</summary>
/// <param name="Table">The table it is described in.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Readings">Every case that reads it, at least one.</param>
internal sealed record KeyEntry(KeyTable Table, KeyMeaning Meaning, IReadOnlyList<KeyReading> Readings)
{
    private static readonly (string Ending, string Unit)[] Units =
    [
        ("_mhz", "MHz"), ("_khz", "kHz"), ("_dbm", "dBm"), ("_db", "dB"), ("_mib", "MiB"), ("_volts", "V"),
    ];

    /// <summary>How it is read; only the default may differ between cases.</summary>
    public KeyForm Form => Readings[0].Key.Form;

    /// <summary>Whether its table is one of a list.</summary>
    public bool IsInList => Readings[0].Key.Path.EndsWith(']');

    /// <summary>The environment variable that replaces it; of a list, in the first table.</summary>
    public string Variable => Readings[0].Key.Variable;

    /// <summary>Unit of its number; null: none.</summary>
    public string? Unit => Form.Kind == KeyKind.Span ? "s"
        : Units.FirstOrDefault(one => Meaning.Key.EndsWith(one.Ending, StringComparison.Ordinal)).Unit;

    /// <summary>The roles that read it.</summary>
    public IEnumerable<Role> Roles => Readings.Select(one => one.Case.Role).Distinct().Order();

    /// <summary>Every default it has at an end; null among them: none.</summary>
    public IEnumerable<string?> DefaultsAt(Role role) =>
        Readings.Where(one => one.Case.Role == role).Select(one => one.Key.Form.Default).Distinct();
}
