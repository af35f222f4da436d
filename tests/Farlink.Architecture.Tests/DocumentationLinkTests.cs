using System.Text.RegularExpressions;

namespace Farlink.Architecture.Tests;

/// <summary>Links of the documentation lead to files and headings that are there, and its index to every page.</summary>
public sealed partial class DocumentationLinkTests
{
    private const int FewestLinks = 100;
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");

    private static readonly IReadOnlyList<string> Pages =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md"),
        .. Directory.EnumerateFiles(Docs, "*.md", SearchOption.AllDirectories),
    ];

    [Fact]
    public void Links_All_LeadToAFileAndAHeading()
    {
        var links = Pages
            .SelectMany(page => Link().Matches(WithoutBlocks(page)).Select(match => (Page: page, Link: match))).ToList();
        Assert.True(links.Count >= FewestLinks, $"{links.Count} links");
        Assert.Empty(links.Where(one => !Leads(one.Page, one.Link.Groups["path"].Value, one.Link.Groups["anchor"].Value))
            .Select(one => $"{Repository.Relative(one.Page)}: {one.Link.Value}"));
    }

    [Fact]
    public void Index_OfTheDocumentation_NamesEveryPage()
    {
        var index = File.ReadAllText(Path.Combine(Docs, "README.md"));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Docs, "*.md").Select(path => Path.GetFileName(path)),
            name => name != "README.md" && !index.Contains($"]({name})", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("What happens when ..", "what-happens-when-")]
    [InlineData("### mode = \"farlink\"", "mode--farlink")]
    [InlineData("## 4. Pair them", "4-pair-them")]
    [InlineData("# [radio]", "radio")]
    public void Slug_Heading_IsThatOfGitHub(string heading, string slug) => Assert.Equal(slug, Slug(heading));

    private static bool Leads(string page, string path, string anchor)
    {
        if (path.Contains("://", StringComparison.Ordinal)) return true;
        var target = path.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, path));
        if (anchor.Length == 0 || !target.EndsWith(".md", StringComparison.Ordinal)) return Path.Exists(target);
        return File.Exists(target) && Heading().Matches(WithoutBlocks(target)).Any(heading => Slug(heading.Value) == anchor);
    }

    /// <summary>As GitHub makes them: lower case, hyphens for spaces, and nothing else than letters and digits.</summary>
    private static string Slug(string heading) => string.Concat(
        heading.TrimStart('#').Trim().ToLowerInvariant()
            .Where(sign => char.IsLetterOrDigit(sign) || sign is ' ' or '-' or '_')).Replace(' ', '-');

    private static string WithoutBlocks(string page) => Block().Replace(File.ReadAllText(page), "");

    [GeneratedRegex(@"^ *```.*?^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?<path>[^)#\s]*)(#(?<anchor>[^)]*))?\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("^#+ .*$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
