using System.CommandLine;
using Farlink.Configuration.Reference;
using Farlink.Output;

namespace Farlink.Commands;

/// <summary><c>farlink config reference</c>: every key of a configuration, as the program reads it.</summary>
internal static class ConfigReferenceCommand
{
    public static Command Create()
    {
        var json = Options.Of("--json", "Print one JSON object, for editors", false);
        var update = Options.Optional<string>("--update", "Write the tables of this Markdown file anew, between its marks");
        var command = new Command(
            "reference",
            "Print every key of a configuration with its type, range, default and meaning, in Markdown.\n\n"
            + "Example: farlink config reference")
        {
            json, update,
        };
        command.SetAction(parsed => Run(parsed.GetValue(json), parsed.GetValue(update)));
        return command;
    }

    private static int Run(bool asJson, string? document)
    {
        if (asJson && document is not null) throw new UsageException("Use --json or --update, not both.");
        var entries = KeyReference.Build();
        if (document is not null) Update(document, entries);
        else Console.Out.Write(asJson ? ReferenceJson.Write(entries) : ReferenceMarkdown.Write(entries));
        return ExitCodes.Done;
    }

    private static void Update(string path, IReadOnlyList<KeyEntry> entries)
    {
        var text = File.ReadAllText(path);
        if (!ReferenceDocument.Names(text).Any())
            throw new UsageException($"{path} has no table to write: none of its lines is {ReferenceDocument.Begin}NAME -->");
        var updated = ReferenceDocument.Update(text, entries);
        if (updated != text) File.WriteAllText(path, updated);
        Console.WriteLine(updated == text ? $"{path}: nothing has changed" : $"{path}: its tables are written anew");
    }
}
