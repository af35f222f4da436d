namespace Farlink.Configuration.Reference;

/// <summary>A key that was asked for.</summary>
/// <param name="Path">The table it was asked of: <c>radio.pins</c>, <c>route[0]</c>; "" at the top.</param>
/// <param name="Key">The key.</param>
/// <param name="Form">How it is read.</param>
internal sealed record RecordedKey(string Path, string Key, KeyForm Form)
{
    /// <summary>Where it stands, as problems name it: <c>route[0].topic</c>.</summary>
    public string FullName => Path.Length == 0 ? Key : $"{Path}.{Key}";

    /// <summary>The table without the indices of lists: <c>route</c>.</summary>
    public string Section => string.Join('.', Path.Split('.').Select(part => part.Split('[')[0]));

    /// <summary>The environment variable that replaces it.</summary>
    public string Variable => EnvironmentOverrides.Prefix + string.Join(
        "__", FullName.Replace("]", "", StringComparison.Ordinal).Split('.', '[')).ToUpperInvariant();
}
