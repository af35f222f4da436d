namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>A block of text. After a command whose rule says so it is what that prints; <c>..</c> is for what differs.</summary>
/// <param name="Page">The page, from the repository's root.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Section">The heading above it.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record DocumentedSample(string Page, int Line, string Section, IReadOnlyList<string> Lines)
    : DocumentedStep(Page, Line, Section)
{
    private const string Anything = "..";

    /// <summary>The lines that were not printed.</summary>
    /// <param name="printed">What was.</param>
    public IEnumerable<string> MissingIn(string printed)
    {
        var lines = printed.Split('\n');
        return Lines.Where(line => line.Length > 0 && !lines.Any(one => Has(one, line.Split(Anything))));
    }

    private static bool Has(string line, string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            var found = line.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + part.Length;
        }

        return true;
    }
}
