using System.Collections;
using System.Text;
using Farlink.Configuration;

namespace Farlink.Setup;

/// <summary>A site more in the configuration of a base, at its end: no line or comment of its owner is touched.</summary>
/// <param name="Lines">What is to be in it besides; empty: nothing.</param>
/// <param name="File">The file with these lines; null: it stays as it is.</param>
/// <param name="Hindrance">Why the lines cannot be added here; null: nothing is in the way.</param>
internal sealed record ConfigAddition(string Lines, InitFile? File, string? Hindrance)
{
    /// <summary>Makes it; writes nothing.</summary>
    /// <param name="there">The base.</param>
    /// <param name="answers">The new site.</param>
    /// <exception cref="IOException">The configuration cannot be read.</exception>
    public static ConfigAddition Make(ExistingBase there, InitAnswers answers)
    {
        if (there.Config.Sites.Any(site => site.Name == answers.Sites[0])) return new ConfigAddition("", null, null);
        var lines = ConfigWriter.WriteSites(answers).TrimStart('\n');
        if (new FileInfo(there.Path).LinkTarget is { } target)
            return new ConfigAddition(lines, null, $"it is a link to {target}");
        var content = Append(System.IO.File.ReadAllBytes(there.Path), lines);
        if (Refused(content, there, answers) is { } why) return new ConfigAddition(lines, null, why);
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

    /// <summary>Why the services would not take it as the same base with one site more; null: they do.</summary>
    private static string? Refused(byte[] content, ExistingBase there, InitAnswers answers)
    {
        using var reader = new StreamReader(new MemoryStream(content));
        var (config, problems) = ConfigLoader.LoadText(reader.ReadToEnd(), there.Path, Role.Base, new Hashtable());
        if (config is null)
            return problems.First(problem => problem.Severity == Severity.Error).ToString();
        var isSame = config.Sites.Count == there.Config.Sites.Count + 1
            && config.Sites.Any(site => site.Name == answers.Sites[0]);
        return isSame ? null : "its sites are written in another way";
    }
}
