using System.Text.RegularExpressions;

namespace Farlink.Architecture.Tests;

/// <summary>Pages install the package that is built here, and for an access point what the doctor asks for.</summary>
public sealed partial class DocumentationPackageTests
{
    private const int FewestFiles = 4, FewestLists = 3;

    private static readonly IReadOnlyList<(string Page, string Text)> Pages =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md"))
            .Select(page => (Repository.Relative(page), File.ReadAllText(page))),
    ];

    [Fact]
    public void PackageFiles_All_HaveTheVersionOfThisProgram()
    {
        var version = Version().Match(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")));
        var named = Pages.SelectMany(page => PackageFile().Matches(page.Text).Select(match => (page.Page, File: match)))
            .Where(one => one.File.Groups["version"].Value != "VERSION").ToList();
        Assert.True(named.Count >= FewestFiles, $"{named.Count} files");
        Assert.Empty(named.Where(one => one.File.Groups["version"].Value != version.Groups["version"].Value)
            .Select(one => $"{one.Page}: {one.File.Value}"));
    }

    [Fact]
    public void PackagesOfAnAccessPoint_WhereverTheyAreInstalled_AreTheSame()
    {
        var lists = Pages.SelectMany(page => Installation().Matches(page.Text))
            .Select(match => match.Groups["packages"].Value.Trim()).ToList();
        Assert.True(lists.Count >= FewestLists, $"{lists.Count} lists");
        Assert.Single(lists.Distinct());
    }

    /// <summary>Nobody who has installed the package has a folder docs.</summary>
    [Fact]
    public void Commands_PagesThatTheyName_AreWhereThePackageHasThem()
    {
        var docs = Path.Combine(Repository.Root, "docs");
        var known = File.ReadAllText(Path.Combine(Repository.Root, "src", "Farlink", "Output", "DocumentationPages.cs"));
        var named = PageOfPackage().Matches(known).Select(match => match.Groups["page"].Value).ToList();
        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, page => !File.Exists(Path.Combine(docs, page)));
        Assert.Empty(Repository.Sources(Path.Combine("src", "Farlink", "Commands"))
            .Where(path => PageOfSources().IsMatch(File.ReadAllText(path))).Select(Repository.Relative));
    }

    [GeneratedRegex("<Version>(?<version>[^<]*)</Version>", RegexOptions.ExplicitCapture)]
    private static partial Regex Version();

    [GeneratedRegex(@"farlink_(?<version>[\w.~+-]+)_(arm64|amd64)\.deb", RegexOptions.ExplicitCapture)]
    private static partial Regex PackageFile();

    [GeneratedRegex(@"\{Folder\}/(?<page>[\w-]+\.md)", RegexOptions.ExplicitCapture)]
    private static partial Regex PageOfPackage();

    [GeneratedRegex(@"""[^""\n]*\bdocs/[\w-]+\.md")]
    private static partial Regex PageOfSources();

    /// <summary>Whatever installs both of these installs an access point, in the profile that most have.</summary>
    [GeneratedRegex(
        @"apt(-get)? install (?<packages>[\w -]*\bnetwork-manager\b[\w -]*\bnftables\b[\w -]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Installation();
}
