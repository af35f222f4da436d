using System.CommandLine;

namespace Farlink.Output;

/// <summary>
/// A command as the manual and the completions of shells see it: all of them are written from this, so none can name what the
/// program does not have.
/// </summary>
/// <param name="Path">Its words: <c>farlink pair offer</c>.</param>
/// <param name="Description">What it does; paragraphs are parted by an empty line.</param>
/// <param name="Children">Its own commands, in the order of their names.</param>
/// <param name="Options">Its own options.</param>
/// <param name="Inherited">Options that a command above it has for all below.</param>
/// <param name="Arguments">Its arguments, in their order.</param>
internal sealed record CommandOutline(
    string Path, string Description, IReadOnlyList<CommandOutline> Children, IReadOnlyList<OptionOutline> Options,
    IReadOnlyList<OptionOutline> Inherited, IReadOnlyList<ArgumentOutline> Arguments)
{
    private const string Program = "farlink";

    /// <summary>Where a first sentence has said enough for a line in a list.</summary>
    private static readonly string[] Ends = [". ", "; ", ": ", " (", "\n"];

    /// <summary>The last of its words.</summary>
    public string Name => Path[(Path.LastIndexOf(' ') + 1)..];

    /// <summary>This command and all below it, each before its own.</summary>
    public IEnumerable<CommandOutline> All => Children.SelectMany(child => child.All).Prepend(this);

    /// <summary>Every option that may be given here.</summary>
    public IEnumerable<OptionOutline> AllOptions => Options.Concat(Inherited);

    /// <summary>A program's commands; the name it was started by does not matter.</summary>
    public static CommandOutline Of(Command root) => Of(root, Program, []);

    /// <summary>The begin of a description, for a line in a list.</summary>
    public static string Summary(string description)
    {
        var end = Ends.Select(one => description.IndexOf(one, StringComparison.Ordinal))
            .Where(place => place > 0)
            .DefaultIfEmpty(description.Length)
            .Min();
        return description[..end].TrimEnd('.');
    }

    private static CommandOutline Of(Command command, string path, IReadOnlyList<OptionOutline> inherited)
    {
        var own = command.Options.Where(option => !option.Hidden).ToList();
        IReadOnlyList<OptionOutline> below = [.. inherited, .. own.Where(option => option.Recursive).Select(OptionOutline.Of)];
        return new CommandOutline(
            path,
            command.Description ?? string.Empty,
            [
                .. command.Subcommands.Where(child => !child.Hidden)
                    .OrderBy(child => child.Name, StringComparer.Ordinal)
                    .Select(child => Of(child, $"{path} {child.Name}", below)),
            ],
            [.. own.Select(OptionOutline.Of)],
            inherited,
            [.. command.Arguments.Where(argument => !argument.Hidden).Select(ArgumentOutline.Of)]);
    }
}
