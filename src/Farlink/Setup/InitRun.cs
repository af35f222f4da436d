using Farlink.Commands;
using Farlink.Keys.Certificates;
using Farlink.Protocol.Text;

namespace Farlink.Setup;

/// <summary>
/// <c>farlink init</c> from the first question to the last line. Until all is answered and checked nothing is written; then all
/// of it is.
/// </summary>
/// <param name="context">The host.</param>
/// <param name="given">What options say.</param>
internal sealed class InitRun(InitContext context, InitGiven given)
{
    private readonly IQuestions _ask = context.Questions(given.Yes);

    /// <summary>Runs it.</summary>
    /// <returns>The exit status.</returns>
    /// <exception cref="UsageException">An answer is missing or wrong; nothing was written.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        GivenCheck.Check(given);
        var layout = LayoutOf();
        var commit = new InitCommit(layout);
        if (commit.Finish())
        {
            Tell($"{Printable.Escape(layout.Output)}: an init that was interrupted is finished. For another one run it again.");
            return ExitCodes.Done;
        }

        var answers = await new InitQuestions(context, _ask, given, layout).AskAsync(stop);
        var config = ConfigWriter.Write(answers);
        ConfigCheck.Check(config, answers);
        var plan = InitPlan.Make(answers, config, context, AskPassphrase(answers), given.Replace);
        if (!IsWanted(plan)) return ExitCodes.Failed;
        Write(commit, plan);
        return await EndAsync(answers, plan, ConfigCommand.Check(layout.Config, asJson: false));
    }

    private static bool IsWritable(string folder)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $".farlink-init.{Environment.ProcessId}"), FileMode.CreateNew, FileAccess.Write,
                FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private InitLayout LayoutOf()
    {
        var (system, state) = context.SystemFolders;
        var output = Path.TrimEndingDirectorySeparator(Path.GetFullPath(given.Output ?? Usual(system), context.CurrentFolder));
        var isSystem = output == system && (given.State is null || given.State == state);
        var writes = given.State is { } named ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(named, context.CurrentFolder))
            : isSystem ? state : output;
        return new InitLayout(output, writes, isSystem);
    }

    private string Usual(string system)
    {
        if (!Directory.Exists(system)) return context.CurrentFolder;
        if (IsWritable(system)) return system;
        Tell($"{system} is not yours to write: all goes to {Printable.Escape(context.CurrentFolder)}. For the service use sudo.");
        return context.CurrentFolder;
    }

    private string? AskPassphrase(InitAnswers answers) =>
        answers.Pki is { } pki ? context.CaPassphrase(!File.Exists(new PkiFolder(pki).CaCertificate)) : null;

    /// <summary>Shows what would be written, and asks; what is there is never lost without a word.</summary>
    private bool IsWanted(InitPlan plan)
    {
        foreach (var warning in plan.Warnings) Tell($"Warning: {Printable.Escape(warning)}");
        _ask.Say("To be written:");
        foreach (var file in plan.Files) _ask.Say($"  {Printable.Escape(file.Path)}");
        if (plan.InTheWay is { Count: > 0 } old && !given.Replace)
        {
            var shown = string.Join(", ", old.Select(file => Printable.Escape(file.Path)));
            if (!_ask.CanAsk)
            {
                throw new UsageException(
                    $"Nothing was written: {shown} would be replaced. Say --replace; they are kept as NAME.bak.");
            }

            _ask.Say($"These are there and differ: {shown}");
            if (_ask.Confirm(new Question("Replace them; they are kept as NAME.bak", "--replace") { Default = "n" })) return true;
            Tell("Nothing was written.");
            return false;
        }

        if (!_ask.CanAsk || _ask.Confirm(new Question("Write these files", "--yes") { Default = "y" })) return true;
        Tell("Nothing was written.");
        return false;
    }

    private void Write(InitCommit commit, InitPlan plan)
    {
        using var interruption = new Interruption();
        var kept = commit.Run(plan, interruption.Token);
        foreach (var file in plan.Files) context.Output.WriteLine($"{Printable.Escape(file.Path)}: written");
        foreach (var move in kept)
            context.Output.WriteLine($"{Printable.Escape(move.Backup)}: what was there before");
    }

    /// <summary>What comes after the files, each step with a status of its own; the first that is bad counts.</summary>
    private async Task<int> EndAsync(InitAnswers answers, InitPlan plan, int status)
    {
        var layout = answers.Layout;
        var isWifiDone = false;
        var mayApply = answers.Wifi is not null && layout.IsSystem && context.IsRoot;
        if (mayApply)
        {
            var ports = answers.Listeners.Select(listener => listener.Endpoint.Port).ToList();
            var applied = await context.ApplyWifiAsync(answers.Wifi!, ports, given.Yes);
            isWifiDone = applied == ExitCodes.Done;
            if (status == ExitCodes.Done) status = applied;
        }

        context.Output.Write(NextSteps.Of(answers, plan, isWifiDone));
        if (!answers.IsShared && IsPairingWanted())
        {
            var paired = await context.PairAsync(layout);
            if (status == ExitCodes.Done) status = paired;
        }

        if (!given.NoDoctor) await context.ExamineAsync(layout.Config);
        return status;
    }

    private bool IsPairingWanted() => given.Pair ?? (_ask.CanAsk && _ask.Confirm(
        new Question("Pair now, over the air? The other end must be opened within two minutes", "--pair or --no-pair")
        {
            Default = "n",
        }));

    private void Tell(string text) => context.Error.WriteLine($"farlink: {text}");
}
