using Farlink.Configuration.Reference;

namespace Farlink.Tests.Reference;

/// <summary>The reference, read once.</summary>
internal static class Entries
{
    public static IReadOnlyList<KeyEntry> All { get; } = KeyReference.Build();

    /// <summary>Names an entry, so that a test says which key it is about.</summary>
    public static string NameOf(KeyEntry entry) => $"{entry.Table.Name}: {entry.Meaning.Key}";

    public static KeyEntry Find(string name) => All.Single(entry => NameOf(entry) == name);
}
