using Farlink.Host.Doctor;

namespace Farlink.Doctor;

/// <summary>The configuration itself; one with errors is no patient.</summary>
internal static class ConfigChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        ProgramCheck.Of("config.file", "Nothing in the configuration is probably not meant", "the configuration's warnings",
            "farlink config check -c farlink.toml", File),
    ];

    private static Finding File(ProgramContext context)
    {
        var config = context.Config;
        if (context.Warnings is [var first, ..])
        {
            var others = context.Warnings.Count > 1 ? $", and {context.Warnings.Count - 1} more" : "";
            return Finding.Warn(
                $"{first.Position}: {first.Key}: {first.Allowed}{others}",
                $"farlink config check -c {context.Subject.ConfigPath}");
        }

        return Finding.Ok($"a {config.Role.ToString().ToLowerInvariant()} named {config.Name}, {config.Radio.Uri}");
    }
}
