namespace Farlink.Doctor;

/// <summary>The commands that pair an end over the air: as whom, and with its service stopped, which has the radio.</summary>
internal static class PairCure
{
    private const string Note = "  # at both ends within two minutes";

    /// <summary>The usual one, for a table.</summary>
    public const string Usual = $"{AsService}farlink pair -c {InstalledEnd.Folder}/farlink.toml{Note}";

    private const string AsService = "sudo -u farlink ";

    /// <summary>The commands, a line each.</summary>
    /// <param name="context">The end.</param>
    /// <param name="replace">Whether an older pairing is ended for it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<string> OfAsync(ProgramContext context, bool replace, CancellationToken cancellationToken)
    {
        var (subject, process) = (context.Subject, await context.ServiceAsync(cancellationToken));
        var pair = $"farlink pair -c {subject.ConfigPath}{(replace ? " --replace" : "")}{Note}";
        if (InstalledEnd.Is(subject.ConfigPath))
        {
            pair = AsService + pair;
            return process is null
                ? pair : $"sudo systemctl stop {subject.Unit}\n{pair}\nsudo systemctl start {subject.Unit}";
        }

        var role = subject.IsSite ? "site" : "base";
        return process is { } id
            ? $"kill {id}  # the {role}: it has the radio\n{pair}\nfarlink {role} -c {subject.ConfigPath}" : pair;
    }
}
