using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Host.Doctor;
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
    private readonly IQuestions _ask = context.Questions(given.Yes || given.Json);

    /// <summary>Runs it.</summary>
    /// <returns>The exit status.</returns>
    /// <exception cref="UsageException">An answer is missing or wrong; nothing was written.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        GivenCheck.Check(given);
        var layout = LayoutOf();
        WorkFolder.RemoveLeft(layout.Output);
        var earlier = new InitCommit(layout, context.BeforeStep);
        if (earlier.Finish() is { } untold) return await EndEarlierAsync(earlier, layout, untold);
        var there = given.AddSite is null ? ExistingBase.Find(layout) : ExistingBase.Get(layout);
        var change = there is null ? BaseChange.Anew : new ChangeQuestions(_ask, given, there).Ask();
        if (change == BaseChange.Nothing) return Left();
        var site = there is null ? ExistingSite.Find(layout, context.Wifi) : null;
        var end = (ExistingEnd?)there ?? site;
        layout = WithStateOf(end, layout);
        var answers = change == BaseChange.Addition
            ? new AdditionQuestions(context, _ask, given, there!).Ask(layout)
            : await new InitQuestions(context, _ask, given, layout, end).AskAsync(stop);
        if (!_ask.CanAsk) RegionDoubt.Refuse(answers, given);
        var addition = answers.IsAddition ? ConfigAddition.Make(there!, answers) : null;
        var config = addition is null ? WholeConfig(answers) : addition.File;
        answers = WithKept(answers);
        var plan = InitPlan.Make(answers, config, context, AskPassphrase(answers)) with
        {
            LinesToAdd = addition?.Lines ?? "",
            Hindrance = addition?.Hindrance,
        };
        IEnumerable<string> dropped = end is null || addition is not null ? [] : end.Dropped(ConfigWriter.Write(answers));
        plan = plan with
        {
            Warnings = [.. plan.Warnings, .. there?.Doubts(answers) ?? site?.Doubts(answers) ?? [], .. dropped],
        };
        if (!IsWanted(plan)) return Left();
        var commit = new InitCommit(answers.Layout, context.BeforeStep);
        var closing = InitClosing.Of(answers, plan, isWifiDone: false, isPaired: false);
        var moves = Write(commit, plan, closing);
        if (given.Json) return await ReportAsync(commit, answers, plan, moves, closing);
        Show(answers, plan, moves);
        return await EndAsync(commit, answers, plan, ConfigCommand.Check(layout.Config, asJson: false));
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
        if (given.Output is not null) CheckFolder("--output", output);
        var writes = given.State is { } named ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(named, context.CurrentFolder))
            : isSystem ? state : output;
        if (given.State is not null) CheckFolder("--state", writes);
        return new InitLayout(output, writes, isSystem);
    }

    /// <summary>Pairing and store of an end stay where they are, unless they are told to be elsewhere.</summary>
    private InitLayout WithStateOf(ExistingEnd? end, InitLayout layout)
    {
        if (end is null || given.State is not null || end.State == layout.State) return layout;
        // The package's services cannot write beside their configuration.
        if (layout.IsSystem && end.State == layout.Output) return layout;
        return layout with { State = end.State, IsSystem = layout.IsSystem && end.State == context.SystemFolders.State };
    }

    /// <summary>Before anything is asked: nobody answers all questions for a folder that cannot be.</summary>
    private static void CheckFolder(string flag, string path)
    {
        var (there, shown) = (path, Printable.Escape(path));
        while (!Directory.Exists(there))
        {
            if (File.Exists(there))
            {
                throw new UsageException(
                    $"Nothing was written.\n  {flag} {shown}: {Printable.Escape(there)} is a file, and a folder is needed");
            }

            there = Path.GetDirectoryName(there)!;
        }

        if (!IsWritable(there))
        {
            throw new UsageException(
                $"Nothing was written.\n  {flag} {shown}: nothing can be written in {Printable.Escape(there)}. Name another "
                + "folder, or is it a matter of sudo?");
        }
    }

    private string Usual(string system)
    {
        if (!Directory.Exists(system)) return context.CurrentFolder;
        if (IsWritable(system)) return system;
        Tell($"{system} is not yours to write: all goes to {Printable.Escape(context.CurrentFolder)}. For the service use sudo.");
        return context.CurrentFolder;
    }

    /// <summary>Somebody wants it to stay as it is.</summary>
    private int Left()
    {
        Tell("Nothing was written.");
        return ExitCodes.Failed;
    }

    private static InitFile WholeConfig(InitAnswers answers)
    {
        var text = ConfigWriter.Write(answers);
        ConfigCheck.Check(text, answers);
        return InitFile.Text(answers.Layout.Config, text);
    }

    private InitAnswers WithKept(InitAnswers answers) => answers with
    {
        Kept = new CertificateQuestions(_ask, given.Replace).AskKept(KnownCertificate.Find(answers, context.Time)),
        ReplacesKeys = given.Replace,
    };

    private string? AskPassphrase(InitAnswers answers) => InitPki.IsNeeded(answers)
        ? InitPassphrase.Get(new PkiFolder(answers.Pki!), context, mayAsk: !given.Json) : null;

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
                    $"Nothing was written: {shown} would be replaced. Say --replace; they are kept, as NAME.bak or below "
                    + "replaced.");
            }

            _ask.Say($"These are there and differ: {shown}");
            return _ask.Confirm(
                new Question("Replace them; they are kept, as NAME.bak or below replaced", "--replace") { Default = "n" });
        }

        return !_ask.CanAsk || _ask.Confirm(new Question("Write these files", "--yes") { Default = "y" });
    }

    private static IReadOnlyList<InitMove> Write(InitCommit commit, InitPlan plan, InitClosing closing)
    {
        using var interruption = new Interruption();
        return commit.Run(plan, closing, interruption.Token);
    }

    private void Show(InitAnswers answers, InitPlan plan, IReadOnlyList<InitMove> moves)
    {
        foreach (var kept in answers.Kept) context.Output.WriteLine($"{Printable.Escape(kept.Path)}: kept");
        foreach (var file in plan.Files) context.Output.WriteLine($"{Printable.Escape(file.Path)}: written");
        foreach (var move in moves) context.Output.WriteLine($"{Printable.Escape(move.Backup)}: what was there before");
    }

    /// <summary>For a program: one object, and nothing that a person would have to watch.</summary>
    private async Task<int> ReportAsync(
        InitCommit commit, InitAnswers answers, InitPlan plan, IReadOnlyList<InitMove> moves, InitClosing closing)
    {
        var path = answers.Layout.Config;
        var (config, problems) = Load(path);
        context.Output.Write(new InitReport
        {
            Answers = answers,
            Plan = plan,
            Closing = closing,
            Moves = moves,
            Problems = problems,
            Examined = await ExaminedAsync(path),
            Time = context.Time,
        }.ToJson());
        commit.Forget();
        return config is null ? ExitCodes.Usage : ExitCodes.Done;
    }

    /// <summary>The end of one that was interrupted when its files were written: what it had not told yet.</summary>
    /// <returns>Done, unless a site was to be added that is not there.</returns>
    private async Task<int> EndEarlierAsync(InitCommit commit, InitLayout layout, InitClosing closing)
    {
        var status = given.AddSite is { } added && ExistingBase.Find(layout)?.Config.Sites.Any(site => site.Name == added) != true
            ? ExitCodes.Failed : ExitCodes.Done;
        Tell($"{Printable.Escape(layout.Output)}: an init that was interrupted is finished. For another one run it again.");
        if (!given.Json)
        {
            await CloseAsync(commit, layout, closing);
            return status;
        }

        context.Output.Write(InitReport.Finished(layout, closing, await ExaminedAsync(layout.Config)));
        commit.Forget();
        return status;
    }

    /// <summary>What comes after the files, each step with a status of its own; the first that is bad counts.</summary>
    private async Task<int> EndAsync(InitCommit commit, InitAnswers answers, InitPlan plan, int status)
    {
        var layout = answers.Layout;
        var (isWifiDone, isPaired) = (false, false);
        var mayApply = answers.Wifi is not null && layout.IsSystem && context.IsRoot;
        if (mayApply)
        {
            var ports = answers.Listeners.Select(listener => listener.Endpoint.Port).ToList();
            var applied = await context.ApplyWifiAsync(answers.Wifi!, ports, given.Yes);
            isWifiDone = applied == ExitCodes.Done;
            if (status == ExitCodes.Done) status = applied;
        }

        if (!answers.IsShared && IsPairingWanted())
        {
            var paired = await context.PairAsync(layout);
            isPaired = paired == ExitCodes.Done;
            if (status == ExitCodes.Done) status = paired;
        }

        await CloseAsync(commit, layout, InitClosing.Of(answers, plan, isWifiDone, isPaired));
        return status;
    }

    /// <summary>
    /// The doctor first, which has much to say: secrets and what comes next are the last lines. Whatever becomes of it, they are
    /// shown; only then they are forgotten.
    /// </summary>
    private async Task CloseAsync(InitCommit commit, InitLayout layout, InitClosing closing)
    {
        try
        {
            if (!given.NoDoctor && Load(layout.Config).Config is not null) await context.ExamineAsync(layout.Config, true);
        }
        finally
        {
            context.Output.Write(closing.ToText());
            commit.Forget();
        }
    }

    private async Task<IReadOnlyList<Examined>?> ExaminedAsync(string path) =>
        given.NoDoctor || Load(path).Config is null ? null : await context.ExamineAsync(path, false);

    private static (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) Load(string path) =>
        ConfigLoader.Load(path, null, Environment.GetEnvironmentVariables());

    private bool IsPairingWanted() => given.Pair ?? (_ask.CanAsk && _ask.Confirm(
        new Question("Pair now, over the air? The other end must be opened within two minutes", "--pair or --no-pair")
        {
            Default = "n",

            // The files are written: what comes next is told to whoever has nothing more to say.
            AtEnd = "n",
        }));

    private void Tell(string text) => context.Error.WriteLine($"farlink: {text}");
}
