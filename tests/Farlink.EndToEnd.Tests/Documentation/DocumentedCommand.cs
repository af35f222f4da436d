using System.Text.RegularExpressions;

namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>A command that a page shows.</summary>
/// <param name="Page">The page, from the repository's root.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Section">The heading above it.</param>
/// <param name="Text">The command, with its comment; over several lines if it goes on.</param>
internal sealed partial record DocumentedCommand(string Page, int Line, string Section, string Text)
    : DocumentedStep(Page, Line, Section)
{
    /// <summary>The host that its prompt names; null: it has none.</summary>
    public string? Host { get; init; }

    /// <summary>Whether it stands in a sentence or in a table, and not in a block.</summary>
    public bool IsInline { get; init; }

    /// <summary>Whether it has names that stand for others, so that it is looked at and never run.</summary>
    public bool IsGeneral { get; init; }

    /// <summary>
    /// Whether it can be run as it stands. In a sentence one without options, or with dots, or of another program is a command in
    /// general.
    /// </summary>
    public bool IsComplete => !IsInline || (!IsGeneral && Words is [["farlink", ..], ..]
        && Text.Contains(" -", StringComparison.Ordinal) && !Text.Contains("..", StringComparison.Ordinal));

    /// <summary>What it does, whoever does it wherever: without sudo and the folder of the configuration.</summary>
    public string Plain => Trimmings().Replace(Text, "");

    /// <summary>Its simple commands, each with its words.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Words => ShellWords.Split(Text);

    /// <summary>For messages.</summary>
    public string Where => $"{Page}:{Line}: {Text}";

    [GeneratedRegex(@"^sudo (-u \w+ )?|/etc/farlink/", RegexOptions.ExplicitCapture)]
    private static partial Regex Trimmings();
}
