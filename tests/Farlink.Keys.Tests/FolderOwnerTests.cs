using System.Diagnostics;
using Farlink.Keys.Files;

namespace Farlink.Keys.Tests;

/// <summary>What root gives away in a folder of somebody, who may have put traps there.</summary>
public sealed class FolderOwnerTests : IDisposable
{
    private const uint User = 12345;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Give_FolderAndWhatIsInIt_AreTheOwnersOfTheFolderAround()
    {
        var state = State();
        Directory.CreateDirectory($"{state}/pairings/deeper");
        File.WriteAllText($"{state}/pairings/one", "");
        File.WriteAllText($"{state}/key", "");
        File.WriteAllText($"{state}/other", "");
        FolderOwner.Give(state, $"{state}/pairings");
        FolderOwner.Give(state, $"{state}/key");
        FolderOwner.Give(state, $"{state}/missing");
        Assert.Equal("12345:23456", Run("stat", "-c", "%u:%g", $"{state}/key"));
        Assert.Equal(User, FileOwner.UserOf($"{state}/pairings"));
        Assert.Equal(User, FileOwner.UserOf($"{state}/pairings/one"));
        Assert.Equal(0U, FileOwner.UserOf($"{state}/other"));
    }

    [Fact]
    public void Give_PathOutside_StaysRoots()
    {
        var state = State();
        File.WriteAllText(_folder.File("outside"), "");
        FolderOwner.Give(state, _folder.File("outside"));
        FolderOwner.Give(state, $"{state}/../outside");
        Assert.Equal(0U, FileOwner.UserOf(_folder.File("outside")));
    }

    [Fact]
    public void Give_LinksOutOfTheFolder_AreNotFollowed()
    {
        var state = State();
        Directory.CreateDirectory(_folder.File("outside"));
        File.WriteAllText(_folder.File("outside/file"), "");
        File.CreateSymbolicLink($"{state}/store", _folder.File("outside/file"));
        Directory.CreateSymbolicLink($"{state}/pairings", _folder.File("outside"));
        Run("ln", _folder.File("outside/file"), $"{state}/hard");
        foreach (var name in (string[])["store", "pairings", "pairings/file", "hard"]) FolderOwner.Give(state, $"{state}/{name}");
        Assert.Equal(0U, FileOwner.UserOf(_folder.File("outside")));
        Assert.Equal(0U, FileOwner.UserOf(_folder.File("outside/file")));
    }

    [Fact]
    public void Give_FileOfAThirdUser_StaysTheirs()
    {
        var state = State();
        File.WriteAllText($"{state}/key", "");
        Run("chown", "54321", $"{state}/key");
        FolderOwner.Give(state, $"{state}/key");
        Assert.Equal(54321U, FileOwner.UserOf($"{state}/key"));
    }

    /// <summary>A folder of the service's user. Only root can make one.</summary>
    private string State()
    {
        if (Environment.UserName != "root") Assert.Skip("only root can give files away");
        var state = _folder.File("state");
        Directory.CreateDirectory(state);
        Run("chown", "12345:23456", state);
        return state;
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }
}
