using System.Collections;
using Farlink.Commands;
using Farlink.Configuration;

namespace Farlink.Setup;

/// <summary>
/// Reads a configuration that was made as the services would, before it is written. What they would refuse is told by the
/// option that it came from.
/// </summary>
internal static class ConfigCheck
{
    private static readonly (string Key, string Flag)[] Flags =
    [
        ("name", "--name"), ("radio.uri", "--radio"), ("radio.board", "--board"), ("radio.region", "--region"),
        ("radio.country", "--country"),
        ("radio.", "--radio"), ("link.id", "--link-id"), ("link.element", "--element"),
        ("link.", "--session"), ("upstream.", "--upstream"), ("site", "--site"),
        ("broker.listener", "--listen"), ("broker.password_file", "--listener"), ("route", "--preset"),
    ];

    /// <exception cref="UsageException">It would be refused; it has a line for each reason.</exception>
    public static void Check(string config, InitAnswers answers)
    {
        // By itself: what the environment changes is a matter of the service.
        var (_, problems) = ConfigLoader.LoadText(config, answers.Layout.Config, answers.Role, new Hashtable());
        var errors = problems.Where(problem => problem.Severity == Severity.Error)
            .Select(problem => $"{FlagOf(problem.Key)}: {problem.Key}: {Found(problem)}{problem.Allowed}").ToList();
        if (errors.Count > 0) throw new UsageException($"Nothing was written.\n  {string.Join("\n  ", errors)}");
    }

    private static string FlagOf(string key) =>
        Flags.FirstOrDefault(known => key.StartsWith(known.Key, StringComparison.Ordinal)).Flag ?? "farlink.toml";

    private static string Found(ConfigProblem problem) => problem.Found.Length == 0 ? "" : $"found {problem.Found}; ";
}
