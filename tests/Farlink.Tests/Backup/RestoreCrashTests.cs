using System.CommandLine;
using Farlink.Backup;
using Farlink.Commands;
using Farlink.Keys.Files;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Tests.Backup;

/// <summary>
/// The power fails before each change of the disk in turn. Afterwards there is the old state, or a service that starts makes the
/// new one out of what is there; never anything between.
/// </summary>
public sealed class RestoreCrashTests
{
    [Fact]
    public void Restore_InterruptedBeforeEachStep_IsTheOldStateOrTheNewOne()
    {
        var all = Run(int.MaxValue).Steps;
        Assert.True(all > 30, $"only {all} steps");
        var outcomes = Enumerable.Range(0, all).Select(step => Run(step).Outcome).ToList();

        // First the old one, then, from the step that decides, the new one.
        var decided = outcomes.IndexOf("new");
        Assert.InRange(decided, 10, all - 10);
        Assert.All(outcomes.Take(decided), outcome => Assert.Equal("old", outcome));
        Assert.All(outcomes.Skip(decided), outcome => Assert.Equal("new", outcome));
    }

    /// <summary>
    /// As the package's unit does it ahead of the service, by the user who began: nothing is left to be done by hand, and no key
    /// lies about.
    /// </summary>
    [Fact]
    public async Task Command_FinishAfterEachStep_LeavesTheOldStateOrTheNewOneAndNothingBesides()
    {
        List<string> outcomes = [];
        for (var wasInterrupted = true; wasInterrupted;)
        {
            using var home = Changed();
            var left = outcomes.Count;
            wasInterrupted = Interrupt(() => home.Restore(step: _ =>
            {
                if (left-- <= 0) throw new PowerFailure();
            }));
            string[] unit = ["--finish", "-c", home.Config];
            var code = await RestoreCommand.Create().Parse(unit).InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            Assert.Equal(ExitCodes.Done, code);
            Assert.Empty(home.Staged());
            outcomes.Add(Outcome(home));
        }

        var decided = outcomes.IndexOf("new");
        Assert.InRange(decided, 10, outcomes.Count - 10);
        Assert.All(outcomes.Take(decided), outcome => Assert.Equal("old", outcome));
        Assert.All(outcomes.Skip(decided), outcome => Assert.Equal("new", outcome));
    }

    /// <summary>Interrupted, and interrupted again while it is finished.</summary>
    [Fact]
    public void Finish_InterruptedBeforeEachStep_IsFinishedByTheNextOne()
    {
        for (var step = 0; ; step++)
        {
            using var home = Changed();
            var decided = false;
            Interrupt(() => home.Restore(step: what =>
            {
                if (decided) throw new PowerFailure();
                decided = what == "decide";
            }));
            Assert.True(PendingRestore.Exists(home.Config));
            var left = step;
            var wasInterrupted = Interrupt(() => PendingRestore.Finish(home.Config, _ =>
            {
                if (left-- <= 0) throw new PowerFailure();
            }));
            if (PendingRestore.Exists(home.Config)) PendingRestore.Finish(home.Config, _ => { });
            AssertNew(home);
            if (wasInterrupted) continue;
            Assert.True(step > 10, $"only {step} steps");
            return;
        }
    }

    /// <summary>The check must be able to fail: moves without a list of them leave something between.</summary>
    [Fact]
    public void Restore_WithoutTheListOfMoves_WouldBeSeen()
    {
        using var home = Changed();
        var decided = false;
        Interrupt(() => home.Restore(step: what =>
        {
            if (decided && what.EndsWith("base.db", StringComparison.Ordinal)) throw new PowerFailure();
            decided |= what == "decide";
        }));
        RestoreMoves.Forget(RestoreStage.FolderOf(home.Config));
        Assert.NotEqual("old", Outcome(home));
        Assert.NotEqual("new", Outcome(home));
    }

    /// <summary>How it ends if the power fails before this step, and how many steps there were.</summary>
    private static (string Outcome, int Steps) Run(int failAt)
    {
        using var home = Changed();
        var steps = 0;
        Interrupt(() => home.Restore(step: _ =>
        {
            // What is cleaned up after an error is not cleaned up after a loss of power.
            if (steps >= failAt) throw new PowerFailure();
            steps++;
        }));

        // As a service does that starts.
        if (PendingRestore.Exists(home.Config)) PendingRestore.Finish(home.Config, _ => { });
        var outcome = Outcome(home);

        // Whatever was left, the next restore gets through.
        home.Restore();
        AssertNew(home);
        return (outcome, steps);
    }

    /// <summary>A base that has changed in many ways since its backup.</summary>
    private static BackupHome Changed()
    {
        var home = new BackupHome();
        home.Make();
        File.WriteAllText(home.Config, BackupHome.Toml("other"));
        PrivateFile.Write(home.File("upstream.password"), "newer"u8, replace: true);
        PrivateFile.Write(Path.Combine(home.Outside, "client.key.pem"), "newer"u8, replace: true);
        File.Delete(home.File("base.key.pem"));
        home.Pairings.End("barn");
        return home;
    }

    private static string Outcome(BackupHome home) =>
        Is(home, isOld: true) ? "old" : Is(home, isOld: false) ? "new" : $"something between:\n{home.State()}";

    private static void AssertNew(BackupHome home) => Assert.Equal("new", Outcome(home));

    /// <summary>Whether everything is as it was, or everything as in the backup; what was unpaired is so in both.</summary>
    private static bool Is(BackupHome home, bool isOld) =>
        File.Exists(home.Config) && File.ReadAllText(home.Config) == BackupHome.Toml(isOld ? "other" : "home")
        && File.Exists(home.File("base.key.pem")) != isOld
        && File.ReadAllText(home.File("upstream.password")) == (isOld ? "newer" : "secret of upstream")
        && File.ReadAllText(Path.Combine(home.Outside, "client.key.pem")) == (isOld ? "newer" : "no key, but private")
        && BackupHome.ImageOf(home.Store).Lease == (isOld ? Duration.Zero : DutyCycle.Window)
        && BackupHome.PairedIn(home.Folder) == "well";

    private static bool Interrupt(Action restore)
    {
        try
        {
            restore();
            return false;
        }
        catch (PowerFailure)
        {
            return true;
        }
    }

    private sealed class PowerFailure : Exception;
}
