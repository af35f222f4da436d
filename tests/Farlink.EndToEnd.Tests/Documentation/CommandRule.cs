namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>How documented commands that begin alike are treated, and why so.</summary>
/// <param name="Starts">What they begin with, as shown.</param>
/// <param name="Treatment">What becomes of them.</param>
internal sealed record CommandRule(string Starts, Treatment Treatment)
{
    /// <summary>Why it is not just run; needed where it is not run.</summary>
    public string Why { get; init; } = "";

    /// <summary>Only on this page; null: on every one.</summary>
    public string? Page { get; init; }

    /// <summary>Only in the section whose heading begins so; null: in every one.</summary>
    public string? Section { get; init; }

    /// <summary>Whether it is the whole command and not its beginning.</summary>
    public bool IsWhole { get; init; }

    /// <summary>What is to be seen; of one that serves: then it runs.</summary>
    public string? Shows { get; init; }

    /// <summary>Whether it prints what is in the next block of text.</summary>
    public bool PrintsSample { get; init; }

    /// <summary>Of one that serves: what is to be seen of it before its page ends.</summary>
    public string? Ends { get; init; }

    /// <summary>Exit statuses that are good.</summary>
    public IReadOnlyList<int> Exits { get; init; } = [0];

    /// <summary>What is asked, and what is typed then; null: the fingerprint that was printed last.</summary>
    public IReadOnlyList<(string Asked, string? Typed)> Answers { get; init; } = [];

    /// <summary>Of one that is run elsewhere: the page.</summary>
    public string? Elsewhere { get; init; }

    /// <summary>What a person would do next.</summary>
    public Action<Town>? Then { get; init; }

    /// <summary>The same, where it takes more than a text in a file.</summary>
    public Func<PageRun, Task>? ThenAsync { get; init; }

    /// <summary>Of one that pairs: the two hosts.</summary>
    public IReadOnlyList<string> Pairs { get; init; } = Town.Hosts;

    /// <summary>Whether it is for this command.</summary>
    public bool Fits(DocumentedCommand command) =>
        (Page is null || Page == command.Page)
        && (Section is null || command.Section.StartsWith(Section, StringComparison.Ordinal))
        && (IsWhole ? command.Text == Starts : command.Text.StartsWith(Starts, StringComparison.Ordinal));
}
