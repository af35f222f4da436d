using Farlink.Configuration.Reference;
using Farlink.Output;
using Farlink.Protocol.Text;

namespace Farlink.Commands;

/// <summary>A document in Markdown whose tables of keys stand between marks and are written by the program.</summary>
internal static class ReferenceDocument
{
    /// <summary>The mark before a table, up to its name.</summary>
    public const string Begin = "<!-- begin generated: ";

    /// <summary>The mark after a table.</summary>
    public const string End = "<!-- end -->";

    private const string AfterName = " -->";

    /// <summary>Writes each table between its marks anew; what stands around them stays.</summary>
    /// <param name="text">The document.</param>
    /// <param name="entries">The reference.</param>
    /// <exception cref="UsageException">A mark is missing, or names no table.</exception>
    public static string Update(string text, IReadOnlyList<KeyEntry> entries)
    {
        var lines = new List<string>();
        string? name = null;
        foreach (var (index, line) in text.Split('\n').Index())
        {
            if (NameIn(line) is { } next)
            {
                if (name is not null) throw new UsageException($"Line {index + 1}: {End} is missing before this.");
                name = next;
                lines.AddRange([line, "", TableOf(next, entries, index + 1)]);
            }
            else if (line == End)
            {
                if (name is null) throw new UsageException($"Line {index + 1}: {Begin}NAME{AfterName} is missing before this.");
                name = null;
                lines.Add(line);
            }
            else if (name is null)
            {
                lines.Add(line);
            }
        }

        if (name is not null) throw new UsageException($"{End} is missing after the table {name}.");
        return string.Join('\n', lines);
    }

    /// <summary>The names of the tables in a document.</summary>
    public static IEnumerable<string> Names(string text) => text.Split('\n').Select(NameIn).OfType<string>();

    private static string? NameIn(string line) =>
        line.StartsWith(Begin, StringComparison.Ordinal) && line.EndsWith(AfterName, StringComparison.Ordinal)
            ? line[Begin.Length..^AfterName.Length] : null;

    private static string TableOf(string name, IReadOnlyList<KeyEntry> entries, int line) =>
        ReferenceMarkdown.Table(entries, name)
            ?? throw new UsageException(
                $"Line {line}: there is no table \"{Printable.Escape(name)}\"; there are "
                + $"{string.Join(", ", KeyTables.All.Where(table => table.ShownAs is null).Select(table => table.Name))} and "
                + $"{ReferenceMarkdown.RegionsName}.");
}
