using Farlink.Host.Files;

namespace Farlink.Host.Tests.Files;

/// <summary>The power goes before each step in turn; what is left can always be undone, and applied again.</summary>
public sealed class PowerLossTests
{
    private const int FewestSteps = 8;
    private const int MostSteps = 100;

    [Fact]
    public void Apply_PowerGoesBeforeAnyStep_CanBeUndone()
    {
        var steps = ForEachStep(system => system.ApplyUntil, (system, before) =>
        {
            Undo(system);
            Assert.Equal(before, system.Snapshot());
        });
        Assert.True(steps >= FewestSteps, $"{steps} steps");
    }

    [Fact]
    public void Apply_PowerGoesBeforeAnyStep_CanBeAppliedAgainAndUndone() =>
        ForEachStep(system => system.ApplyUntil, (system, before) =>
        {
            system.Apply("second");
            Assert.Equal("second of old\n", system.Read(SmallSystem.Old));
            Assert.Equal("second of new\n", system.Read(SmallSystem.New));
            Assert.DoesNotContain(system.Snapshot(), line => line.Contains("farlink-new", StringComparison.Ordinal));
            system.Undoable().Undo();
            Assert.Equal(before, system.Snapshot());
        });

    [Fact]
    public void SecondApply_PowerGoesBeforeAnyStep_CanBeUndone()
    {
        for (var step = 0; ; step++)
        {
            Assert.True(step < MostSteps);
            using var system = new SmallSystem();
            var before = system.Whole();
            system.Apply("first");
            var isLost = system.ApplyUntil(step, "second");
            Assert.Contains(system.Read(SmallSystem.Old), (string[])["first of old\n", "second of old\n"]);
            system.Undoable().Undo();
            Assert.Equal(before, system.Whole());
            if (!isLost) break;
        }
    }

    [Fact]
    public void Undo_PowerGoesBeforeAnyStep_CanBeUndoneAgain()
    {
        var steps = 0;
        for (var isLost = true; isLost; steps++)
        {
            Assert.True(steps < MostSteps);
            using var system = new SmallSystem();
            var before = system.Snapshot();
            system.Apply("first");
            isLost = system.UndoUntil(steps);
            Undo(system);
            Assert.Equal(before, system.Snapshot());
        }

        Assert.True(steps >= FewestSteps, $"{steps} steps");
    }

    [Fact]
    public void Undo_OfAChangedFileAndPowerGoes_KeepsTheChangedOneOnce()
    {
        var isLost = true;
        for (var step = 0; isLost; step++)
        {
            Assert.True(step < MostSteps);
            using var system = new SmallSystem();
            system.Apply("first");
            File.WriteAllText(system.Map(SmallSystem.Old), "mine\n");
            isLost = system.UndoUntil(step);
            Undo(system);
            Assert.Equal("before\n", system.Read(SmallSystem.Old));
            Assert.Equal("mine\n", system.Read("/etc/old.d/.farlink.conf.farlink-kept"));
            Assert.Equal(2, Directory.GetFiles(system.Map("/etc/old.d")).Length);
        }
    }

    /// <summary>Applies with a loss of power before each step; returns how many steps there are.</summary>
    private static int ForEachStep(
        Func<SmallSystem, Func<int, string, bool>> apply, Action<SmallSystem, IReadOnlyList<string>> check)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            using var system = new SmallSystem();
            var before = system.Snapshot();
            if (!apply(system)(step, "first")) return step;
            check(system, before);
        }

        Assert.Fail("It does not end.");
        return 0;
    }

    /// <summary>Undoes; that nothing was applied yet, or no more, is as good.</summary>
    private static void Undo(SmallSystem system)
    {
        try
        {
            system.Undoable().Undo();
        }
        catch (HostFileException failure)
        {
            Assert.Contains("Nothing is applied", failure.Message, StringComparison.Ordinal);
        }
    }
}
