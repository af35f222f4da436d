using System.Text;
using Farlink.Setup;

namespace Farlink.Tests.Setup;

/// <summary>All files or none, wherever it is interrupted.</summary>
public sealed class InitCommitTests : IDisposable
{
    private const string Old = "old", New = "new";
    private static readonly string[] Names = ["acl", "passwords", "site-barn/ecc.ca.cert.pem", "farlink.toml"];

    /// <summary>What only the run that has made it knows.</summary>
    private static readonly InitClosing Closing = new()
    {
        Passwords = [new DevicePassword("tank", "correct horse")],
        Ssid = "farm",
        Passphrase = "battery staple",
        Steps = ["Pair.", "Start:\n  now"],
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-init-test-").FullName;

    private string Output => Path.Combine(_folder, "out");

    private InitLayout Layout => new(Output, Output, IsSystem: false);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_KilledBeforeAnyStep_LeavesTheOldOrIsFinishedByTheNext(bool isThere)
    {
        var steps = Count(isThere);
        Assert.True(steps > 2 * Names.Length, $"{steps} steps");
        for (var last = 0; last < steps; last++)
        {
            Prepare(isThere);
            var step = 0;
            var killed = new InitCommit(Layout, _ =>
            {
                if (step++ == last) throw new PowerCutException();
            });
            Assert.Throws<PowerCutException>(() =>
            {
                killed.Run(Plan(), Closing, CancellationToken.None);
                killed.Forget();
            });

            // The configuration is never newer than what it names.
            if (Text("farlink.toml") == New) Assert.All(Names, name => Assert.Equal(New, Text(name)));
            var untold = new InitCommit(Layout).Finish();
            var isFinished = untold is not null;
            Assert.All(Names, name => Assert.Equal(isFinished ? New : isThere ? Old : null, Text(name)));
            if (isFinished && isThere) Assert.All(Names, name => Assert.Equal(Old, Text($"{name}.bak")));
            if (isFinished) AssertIsWhole(untold!);

            // And the next one works as if nothing had been.
            Commit(Plan());
            Assert.All(Names, name => Assert.Equal(New, Text(name)));
            Assert.Empty(Hidden());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_StoppedAtAnyStep_WritesAllOrNothing(bool isThere)
    {
        var steps = Count(isThere);
        var (stoppedRuns, wholeRuns) = (0, 0);
        for (var last = 0; last < steps; last++)
        {
            Prepare(isThere);
            using var stop = new CancellationTokenSource();
            var step = 0;
            var commit = new InitCommit(Layout, _ =>
            {
                if (step++ == last) stop.Cancel();
            });
            var isStopped = false;
            try
            {
                commit.Run(Plan(), Closing, stop.Token);
                commit.Forget();
            }
            catch (OperationCanceledException)
            {
                isStopped = true;
            }

            if (isStopped) stoppedRuns++;
            else wholeRuns++;
            Assert.All(Names, name => Assert.Equal(!isStopped ? New : isThere ? Old : null, Text(name)));
            Assert.Equal(isThere || !isStopped, Directory.Exists(Output));
            Assert.Empty(Hidden());
        }

        Assert.True(stoppedRuns > 0 && wholeRuns > 0);
    }

    [Fact]
    public void Run_FolderThatCannotBeWritten_LeavesNothing()
    {
        Prepare(isThere: true);

        // A file where a folder is to be: a full disk is no different.
        Directory.Delete(Path.Combine(Output, "site-barn"), recursive: true);
        File.WriteAllText(Path.Combine(Output, "site-barn"), Old);

        Assert.ThrowsAny<IOException>(() => Commit(Plan()));

        Assert.Equal(Old, Text("farlink.toml"));
        Assert.Equal(Old, Text("acl"));
        Assert.Empty(Hidden());
    }

    [Fact]
    public void Run_Files_HaveTheirModes()
    {
        Prepare(isThere: false);
        Commit(Plan());
        Assert.Equal(InitFile.SecretMode, File.GetUnixFileMode(Path.Combine(Output, "passwords")));
        Assert.Equal(InitFile.ReadableMode, File.GetUnixFileMode(Path.Combine(Output, "acl")));
        Assert.Equal(InitFolder.OwnMode, File.GetUnixFileMode(Path.Combine(Output, "site-barn")));
    }

    [Fact]
    public void Run_Twice_KeepsWhatWasThereEachTime()
    {
        Prepare(isThere: true);
        Assert.Equal(Names.Length, Commit(Plan()).Count);
        Assert.Empty(Commit(Plan()));
        File.WriteAllText(Path.Combine(Output, "acl"), "by hand");
        var kept = Assert.Single(Commit(Plan()));
        Assert.EndsWith("acl.bak.2", kept.Backup, StringComparison.Ordinal);
        Assert.Equal("by hand", Text("acl.bak.2"));
        Assert.Equal(Old, Text("acl.bak"));
    }

    [Fact]
    public void Run_ListThatGoesOn_IsNotKept()
    {
        Prepare(isThere: true);
        var plan = Plan();
        plan = plan with { Files = [.. plan.Files.Select(file => file with { IsContinued = true })] };
        Assert.Empty(plan.InTheWay);
        Assert.Empty(Commit(plan));
        Assert.Equal(New, Text("acl"));
        Assert.Null(Text("acl.bak"));
    }

    private int Count(bool isThere)
    {
        Prepare(isThere);
        var steps = 0;
        var commit = new InitCommit(Layout, _ => steps++);
        commit.Run(Plan(), Closing, CancellationToken.None);
        commit.Forget();
        return steps;
    }

    private IReadOnlyList<InitMove> Commit(InitPlan plan)
    {
        var commit = new InitCommit(Layout);
        var kept = commit.Run(plan, Closing, CancellationToken.None);
        commit.Forget();
        return kept;
    }

    private static void AssertIsWhole(InitClosing untold)
    {
        Assert.Equal(Closing.Passwords, untold.Passwords);
        Assert.Equal((Closing.Ssid, Closing.Passphrase), (untold.Ssid, untold.Passphrase));
        Assert.Equal(Closing.Steps, untold.Steps);
    }

    private void Prepare(bool isThere)
    {
        if (Directory.Exists(Output)) Directory.Delete(Output, recursive: true);
        if (!isThere) return;
        foreach (var name in Names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Output, name))!);
            File.WriteAllText(Path.Combine(Output, name), Old);
        }
    }

    private InitPlan Plan() => new()
    {
        Folders =
        [
            new InitFolder(Output, InitFolder.OpenMode), new InitFolder(Path.Combine(Output, "site-barn"), InitFolder.OwnMode),
        ],
        Files = [.. Names.Select(name => name == "passwords"
            ? InitFile.ServiceSecret(Path.Combine(Output, name), Encoding.ASCII.GetBytes(New))
            : InitFile.Text(Path.Combine(Output, name), New))],
    };

    private string? Text(string name)
    {
        var path = Path.Combine(Output, name);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private IEnumerable<string> Hidden() => Directory.Exists(Output)
        ? Directory.EnumerateFiles(Output, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path).StartsWith('.'))
        : [];

    /// <summary>Nothing of ours runs after it, but what a test lets run.</summary>
    private sealed class PowerCutException : Exception;
}
