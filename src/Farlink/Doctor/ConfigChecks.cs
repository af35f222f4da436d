using Farlink.Host.Doctor;

namespace Farlink.Doctor;

/// <summary>The configuration itself; of one that cannot be used tells <see cref="WithoutConfig"/>.</summary>
internal static class ConfigChecks
{
    /// <summary>The check that tells of a configuration which is missing or wrong, too.</summary>
    public const string Id = "config.file";

    public static IReadOnlyList<Check> All { get; } =
    [
        ProgramCheck.Of(Id, "The configuration is there, good, and meant as it is", "its errors and warnings",
            "sudo farlink init, or: sudo farlink config check -c /etc/farlink/farlink.toml", FileAsync),
    ];

    private static async Task<Finding> FileAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var config = context.Config;
        if (context.Warnings.Count > 0)
        {
            // What is put right in the file comes first; that ends are not paired yet is no fault of it.
            var first = context.Warnings.OrderBy(warning => warning.IsOfPairing).First();
            var others = context.Warnings.Count > 1 ? $", and {context.Warnings.Count - 1} more" : "";
            return Finding.Warn(
                $"{first.Position}: {first.Key}: {first.Allowed}{others}",
                first.IsOfPairing ? await PairCure.OfAsync(context, replace: false, cancellationToken)
                    : $"farlink config check -c {context.Subject.ConfigPath}");
        }

        return Finding.Ok($"a {config.Role.ToString().ToLowerInvariant()} named {config.Name}, {config.Radio.Uri}");
    }
}
