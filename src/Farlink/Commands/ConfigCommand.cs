using System.CommandLine;
using Farlink.Configuration;
using Farlink.Hosting;

namespace Farlink.Commands;

/// <summary><c>farlink config check</c>: every problem of a configuration with file, line and key.</summary>
internal static class ConfigCommand
{
    public static Option<string> FileOption() => new("--config", "-c")
    {
        Description = "Configuration file (default farlink.toml here, else the one in /etc/farlink)",
        DefaultValueFactory = _ => ConfigPlace.Usual,
    };

    public static Command Create()
    {
        var file = FileOption();
        var json = Options.Of("--json", "Print one JSON object", false);
        var role = Options.OneOf(
            "--role", "site or base: the command that is to read it; default what the file says", "", "site", "base");
        var check = new Command(
            "check",
            "Say what is wrong in a configuration, where, and what is allowed.\n\nExample: farlink config check -c farlink.toml")
        {
            file, role, json,
        };
        check.SetAction(parsed => Check(parsed.GetValue(file)!, parsed.GetValue(json), RoleOf(parsed.GetValue(role)!)));
        return new Command("config", "The configuration file") { check, ConfigReferenceCommand.Create() };
    }

    /// <summary>Loads a configuration for a service; tells of warnings, fails on errors.</summary>
    public static FarlinkConfig Load(string path, Role? role)
    {
        var (config, problems) = ConfigLoader.Load(path, role, Environment.GetEnvironmentVariables());
        if (config is null) throw new ConfigException(problems);
        foreach (var problem in problems) Console.Error.WriteLine(problem);
        return config;
    }

    /// <summary>Says what is wrong in a configuration.</summary>
    /// <returns>The exit status.</returns>
    public static int Check(string path, bool asJson, Role? role = null)
    {
        var (config, found) = ConfigLoader.Load(path, role, Environment.GetEnvironmentVariables());
        List<ConfigProblem> problems = [.. found];
        if (config is not null) problems.AddRange(FileProblems.Of(path, config, TimeProvider.System));
        var isGood = config is not null && !problems.Exists(problem => problem.Severity == Severity.Error);
        if (asJson)
        {
            Console.Out.Write(Json(problems));
        }
        else
        {
            foreach (var problem in problems) Console.WriteLine(problem);
            if (config is not null && isGood)
                Console.WriteLine(
                    $"{path}: good, a {config.Role.ToString().ToLowerInvariant()} named {config.Name}, {config.Radio.Uri}");
        }

        return isGood ? ExitCodes.Done : ExitCodes.Usage;
    }

    private static Role? RoleOf(string word) => word switch
    {
        "site" => Role.Site,
        "base" => Role.Base,
        _ => null,
    };

    private static string Json(IReadOnlyList<ConfigProblem> problems) => Output.JsonLine.Write(json =>
    {
        json.WriteBoolean("ok", !problems.Any(problem => problem.Severity == Severity.Error));
        json.WriteStartArray("problems");
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("severity", problem.Severity.ToString().ToLowerInvariant());
            json.WriteString("source", problem.Position.Source);
            json.WriteNumber("line", problem.Position.Line);
            json.WriteNumber("column", problem.Position.Column);
            json.WriteString("key", problem.Key);
            json.WriteString("found", problem.Found);
            json.WriteString("allowed", problem.Allowed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
