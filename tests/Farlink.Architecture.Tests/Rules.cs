using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Farlink.Architecture.Tests;

/// <summary>The rules themselves: each takes text and tells what breaks it, so that a test can break it on purpose.</summary>
internal static partial class Rules
{
    public const int MostLinesOfFile = 500;
    public const int MostLinesOfMethod = 70;
    public const int MostColumns = 130;

    /// <summary>What each project may refer to. Everything else is a wrong direction.</summary>
    private static readonly Dictionary<string, string[]> Direction = new()
    {
        ["Farlink.Protocol"] = [],
        ["Farlink.Radios"] = ["Farlink.Protocol"],
        ["Farlink.Keys"] = ["Farlink.Protocol"],
        ["Farlink.Storage"] = ["Farlink.Protocol"],
        ["Farlink.Mqtt"] = ["Farlink.Protocol"],
        ["Farlink.Runtime"] = ["Farlink.Mqtt", "Farlink.Storage", "Farlink.Keys", "Farlink.Radios", "Farlink.Protocol"],
        ["Farlink.Host"] = ["Farlink.Protocol"],
        ["Farlink.Simulation"] = ["Farlink.Radios", "Farlink.Keys", "Farlink.Protocol"],
        ["Farlink.Dashboard"] =
        [
            "Farlink.Runtime", "Farlink.Mqtt", "Farlink.Storage", "Farlink.Keys", "Farlink.Radios", "Farlink.Protocol",
        ],
        ["Farlink"] =
        [
            "Farlink.Dashboard", "Farlink.Runtime", "Farlink.Simulation", "Farlink.Host", "Farlink.Mqtt", "Farlink.Storage",
            "Farlink.Keys", "Farlink.Radios", "Farlink.Protocol",
        ],
    };

    /// <summary>Types and namespaces that read a clock, touch the outside or are random.</summary>
    private static readonly string[] Impure =
    [
        "DateTime", "DateTimeOffset", "TimeProvider", "Stopwatch", "Environment", "Random", "RandomNumberGenerator", "Guid",
        "Thread", "Task", "Timer", "File", "Directory", "Socket", "Console", "Process", "Stream", "Monitor", "Interlocked",
        "HttpClient",
    ];

    public static IEnumerable<string> WrongReferences(string project, string xml)
    {
        if (!Direction.TryGetValue(project, out var allowed))
        {
            yield return $"{project} has no place in the direction of dependencies";
            yield break;
        }

        var document = XDocument.Parse(xml);
        foreach (var reference in document.Descendants("ProjectReference")
            .Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value)))
            if (!allowed.Contains(reference)) yield return $"{project} refers to {reference}";
        foreach (var package in document.Descendants("PackageReference"))
        {
            var name = package.Attribute("Include")!.Value;
            if (project == "Farlink.Protocol" && package.Attribute("PrivateAssets")?.Value != "all")
                yield return $"{project} ships {name}";
            if (name.StartsWith("MQTTnet", StringComparison.Ordinal) && project != "Farlink.Mqtt")
                yield return $"{project} knows {name}; only Farlink.Mqtt may";
        }
    }

    public static IEnumerable<string> ImpureNames(string text) =>
        Repository.Parse(text).DescendantNodes().OfType<SimpleNameSyntax>()
            .Select(name => name.Identifier.Text).Where(name => Impure.Contains(name)).Distinct();

    /// <summary>Makes a <see cref="Random"/>, or keeps one: a source that whoever knows the seed can repeat.</summary>
    public static bool HasSeededRandom(string text) => Repository.Parse(text).DescendantNodes().Any(node =>
        (node as ObjectCreationExpressionSyntax)?.Type.ToString() is "Random" or "System.Random"
        || (node as VariableDeclarationSyntax)?.Type.ToString() is "Random" or "System.Random"
        || (node as ParameterSyntax)?.Type?.ToString() is "Random" or "System.Random");

    public static bool IsTooLong(string text) => text.Split('\n').Length - 1 > MostLinesOfFile;

    public static IEnumerable<int> WideLines(string text) =>
        text.Split('\n').Index().Where(line => line.Item.Length > MostColumns).Select(line => line.Index + 1);

    public static IEnumerable<string> LongMethods(string text)
    {
        foreach (var node in Repository.Parse(text).DescendantNodes())
        {
            if (node is not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax)) continue;
            var span = node.SyntaxTree.GetLineSpan(node.Span);
            var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            if (lines > MostLinesOfMethod) yield return $"line {span.StartLinePosition.Line + 1}: {lines} lines";
        }
    }

    public static IEnumerable<int> EventIds(string text)
    {
        foreach (Match match in LoggerMessage().Matches(text)) yield return int.Parse(match.Groups[1].Value);
    }

    /// <summary>[LoggerMessage(1000, ..)] or [LoggerMessage(EventId = 1000, ..)].</summary>
    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex LoggerMessage();
}
