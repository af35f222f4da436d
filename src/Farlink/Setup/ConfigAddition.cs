using System.Collections;
using System.Text;
using Farlink.Commands;
using Farlink.Configuration;

namespace Farlink.Setup;

/// <summary>
/// A site more in the configuration of a base, and routes that it needs there, at its end: no line or comment of its owner is
/// touched.
/// </summary>
/// <param name="Lines">What is to be in it besides; empty: nothing.</param>
/// <param name="File">The file with these lines; null: it stays as it is.</param>
/// <param name="Hindrance">Why the lines cannot be added here; null: nothing is in the way.</param>
internal sealed record ConfigAddition(string Lines, InitFile? File, string? Hindrance)
{
    /// <summary>Makes it; writes nothing.</summary>
    /// <param name="there">The base.</param>
    /// <param name="answers">The new site.</param>
    /// <exception cref="IOException">The configuration cannot be read.</exception>
    /// <exception cref="UsageException">It would be refused with these lines, wherever they are.</exception>
    public static ConfigAddition Make(ExistingBase there, InitAnswers answers)
    {
        var isListed = there.Config.Sites.Any(site => site.Name == answers.Sites[0]);
        var routes = there.MissingRoutes(answers.Presets);
        var lines = (isListed ? "" : ConfigWriter.WriteSites(answers)) + ConfigWriter.WriteRoutes(answers, routes);
        if (lines.Length == 0) return new ConfigAddition("", null, null);
        lines = lines.TrimStart('\n');
        var content = Append(System.IO.File.ReadAllBytes(there.Path), lines);
        var expected = (
            there.Config.Sites.Count + (isListed ? 0 : 1), there.Config.Routes.Count + routes.Sum(one => one.Routes.Count));
        var why = Refused(content, there, answers, expected);
        if (new FileInfo(there.Path).LinkTarget is { } target) why = $"it is a link to {target}";
        if (why is not null) return new ConfigAddition(lines, null, why);
        var file = new InitFile(there.Path, content)
        {
            Mode = System.IO.File.GetUnixFileMode(there.Path),
            IsContinued = true,
        };
        return new ConfigAddition(lines, file, null);
    }

    /// <summary>After an empty line, with the ends of lines that the file has.</summary>
    private static byte[] Append(byte[] before, string lines)
    {
        var end = before.AsSpan().IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n";
        var gap = before.Length == 0 || before[^1] == (byte)'\n' ? end : end + end;
        return [.. before, .. Encoding.UTF8.GetBytes(gap + lines.Replace("\n", end, StringComparison.Ordinal))];
    }

    /// <summary>
    /// Why these lines cannot be at the end of this file, where the services would take them elsewhere in it; null: they can.
    /// </summary>
    private static string? Refused(byte[] content, ExistingBase there, InitAnswers answers, (int Sites, int Routes) expected)
    {
        using var reader = new StreamReader(new MemoryStream(content));
        var (config, problems) = ConfigLoader.LoadText(reader.ReadToEnd(), there.Path, Role.Base, new Hashtable());
        if (config is null)
        {
            var error = problems.First(problem => problem.Severity == Severity.Error);
            return IsOfForm(error) ? error.ToString() : throw new UsageException($"Nothing was written: {error}");
        }

        var isSame = (config.Sites.Count, config.Routes.Count) == expected
            && config.Sites.Any(site => site.Name == answers.Sites[0]);
        return isSame ? null : "its sites or routes are written in another way";
    }

    /// <summary>Whether the file cannot be read with the lines there, whatever they say; else what they say is refused.</summary>
    private static bool IsOfForm(ConfigProblem problem) =>
        problem.Key == "syntax" || problem.Found is "a list of tables" or "a table";
}
