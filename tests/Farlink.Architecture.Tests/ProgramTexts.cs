using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Farlink.Architecture.Tests;

/// <summary>What the program can write: every text in the sources, with a hole wherever it puts something in.</summary>
internal static partial class ProgramTexts
{
    /// <summary>What quotes have where a text has a hole.</summary>
    public const string Anything = "..";

    /// <summary>Where the program puts something in.</summary>
    public const char Hole = '\0';

    /// <summary>All texts.</summary>
    public static IReadOnlySet<string> All { get; } =
        Sources().SelectMany(source => Of(source)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Texts of events, by their ids.</summary>
    public static IReadOnlyDictionary<string, string> Events { get; } = Sources().SelectMany(source => EventsOf(source))
        .DistinctBy(one => one.Id).ToDictionary(one => one.Id, one => one.Text, StringComparer.Ordinal);

    /// <summary>The texts of a source: literals, interpolated ones, and those that are put together by a plus.</summary>
    public static IEnumerable<string> Of(string source) => Of(Repository.Parse(source));

    /// <summary>The texts of a part of a source.</summary>
    public static IEnumerable<string> Of(SyntaxNode part) => part.DescendantNodes().OfType<ExpressionSyntax>()
        .Where(one => IsText(one) && !IsSum(one.Parent)).Select(Text);

    /// <summary>One expression as a text: all that is no text in it is a hole.</summary>
    public static string TextOf(ExpressionSyntax one) => Flat(one);

    /// <summary>Whether a text has the parts of a quote, in their order.</summary>
    /// <param name="text">With holes.</param>
    /// <param name="quote">With <see cref="Anything"/>.</param>
    public static bool Has(string text, string quote)
    {
        var at = 0;
        foreach (var part in quote.Split(Anything, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0) return false;
            at = found + part.Length;
        }

        return true;
    }

    private static IEnumerable<string> Sources() => Repository.Sources("src").Select(path => File.ReadAllText(path));

    private static IEnumerable<(string Id, string Text)> EventsOf(string source) =>
        Repository.Parse(source).DescendantNodes().OfType<AttributeSyntax>()
            .Where(attribute => attribute.Name.ToString() == "LoggerMessage")
            .Select(attribute => attribute.ArgumentList!.Arguments)
            .Select(arguments => (arguments[0].Expression.ToString(), Text(arguments[2].Expression)));

    private static bool IsText(ExpressionSyntax one) =>
        one is InterpolatedStringExpressionSyntax || one.IsKind(SyntaxKind.StringLiteralExpression) || IsSum(one);

    private static bool IsSum(SyntaxNode? one) => one.IsKind(SyntaxKind.AddExpression);

    private static string Text(ExpressionSyntax one) => Placeholder().Replace(Flat(one), $"{Hole}");

    private static string Flat(ExpressionSyntax one) => one switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        InterpolatedStringExpressionSyntax whole => string.Concat(whole.Contents.Select(
            part => part is InterpolatedStringTextSyntax text ? text.TextToken.ValueText : $"{Hole}")),
        BinaryExpressionSyntax sum when IsSum(sum) => Flat(sum.Left) + Flat(sum.Right),
        ParenthesizedExpressionSyntax inner => Flat(inner.Expression),
        _ => $"{Hole}",
    };

    /// <summary>Of a log message: <c>{Name}</c> or <c>{Name:0.0}</c>.</summary>
    [GeneratedRegex(@"\{[A-Z]\w*(:[^}]*)?\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
