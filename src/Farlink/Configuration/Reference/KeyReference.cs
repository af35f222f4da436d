namespace Farlink.Configuration.Reference;

/// <summary>Puts together what the readers say of each key and what it means.</summary>
internal static class KeyReference
{
    /// <summary>Everything that the loader asks for in all cases.</summary>
    public static IReadOnlyList<KeyReading> Read() =>
        [.. ReferenceCases.All.SelectMany(one => one.Read().Keys.Select(key => new KeyReading(one, key)))];

    /// <summary>Every key that is read and has a meaning, by table.</summary>
    public static IReadOnlyList<KeyEntry> Build()
    {
        var readings = Read();
        return
        [
            .. KeyTables.All.SelectMany(table => table.Keys.Select(meaning => new KeyEntry(
                    table, meaning, [.. readings.Where(one => IsOf(table, meaning, one))])))
                .Where(entry => entry.Readings.Count > 0),
        ];
    }

    /// <summary>Whether a reading is one of this key of this table.</summary>
    public static bool IsOf(KeyTable table, KeyMeaning meaning, KeyReading reading) =>
        reading.Key.Key == meaning.Key && table.Counts(reading.Case) && reading.Key.Section == table.Section;
}
