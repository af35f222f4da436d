namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>What a reader of a page has when he begins.</summary>
/// <param name="Page">The page.</param>
internal sealed record PageSetting(string Page)
{
    /// <summary>Whether he has nothing: else a paired site and base (<c>furnish.sh</c>).</summary>
    public bool IsEmpty { get; init; }

    /// <summary>The host on which commands without a prompt are typed.</summary>
    public string Home { get; init; } = "site";

    /// <summary>Sections, by how their headings begin, that are about another host or folder.</summary>
    public IReadOnlyList<(string Section, string Host)> Hosts { get; init; } = [];

    /// <summary>What is run in the place of what is shown; <c>{host}</c> is the folder of the host.</summary>
    public IReadOnlyList<(string Shown, string Run)> Instead { get; init; } = [];

    /// <summary>What runs already.</summary>
    public Func<PageRun, Task> BeginAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>Where a command is typed.</summary>
    public string HostOf(DocumentedCommand command)
    {
        if (command.Host is { } named) return named;
        var (_, host) = Hosts.FirstOrDefault(one => command.Section.StartsWith(one.Section, StringComparison.Ordinal));
        return host ?? Home;
    }
}
