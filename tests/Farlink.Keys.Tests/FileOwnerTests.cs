using System.Diagnostics;
using Farlink.Keys.Files;

namespace Farlink.Keys.Tests;

public sealed class FileOwnerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Copy_AsRoot_GivesOwnerAndGroupAndAsAnybodyElseNothing()
    {
        File.WriteAllText(_folder.File("a"), "a");
        File.WriteAllText(_folder.File("b"), "b");
        if (Environment.UserName == "root") Run("chown", "12345:23456", _folder.File("a"));
        var expected = Run("stat", "-c", "%u:%g", _folder.File("a"));

        FileOwner.Copy(_folder.File("a"), _folder.File("b"));

        Assert.Equal(expected, Run("stat", "-c", "%u:%g", _folder.File("b")));
        if (Environment.UserName == "root") Assert.Equal("12345:23456", expected);
    }

    [Fact]
    public void IsOwn_OwnFileAndALinkToAnother_IsAboutTheLink()
    {
        File.WriteAllText(_folder.File("a"), "a");
        File.CreateSymbolicLink(_folder.File("link"), "/nowhere");
        Assert.True(FileOwner.IsOwn(_folder.File("a")));
        Assert.True(FileOwner.IsOwn(_folder.File("link")));
        Assert.Equal(Environment.UserName == "root", FileOwner.IsOwn("/"));
    }

    [Fact]
    public void UserOf_File_IsItsOwner()
    {
        File.WriteAllText(_folder.File("a"), "a");
        Assert.Equal(Run("stat", "-c", "%u", _folder.File("a")), $"{FileOwner.UserOf(_folder.File("a"))}");
        Assert.Equal(0U, FileOwner.UserOf("/"));
    }

    [Fact]
    public void IsPlain_FileAndWhatIsNone_AreToldApart()
    {
        File.WriteAllText(_folder.File("a"), "a");
        File.CreateSymbolicLink(_folder.File("link"), "/dev/null");
        File.CreateSymbolicLink(_folder.File("other"), _folder.File("a"));
        Run("mkfifo", _folder.File("pipe"));
        Assert.True(FileOwner.IsPlain(_folder.File("a")));
        Assert.True(FileOwner.IsPlain(_folder.File("other")));
        foreach (var path in (string[])[_folder.Path, _folder.File("link"), _folder.File("pipe"), "/dev/null"])
            Assert.False(FileOwner.IsPlain(path), path);
    }

    [Fact]
    public void IsOwn_MissingFile_SaysWhich() =>
        Assert.Contains("/nowhere", Assert.Throws<KeyFileException>(() => FileOwner.IsOwn("/nowhere")).Message,
            StringComparison.Ordinal);

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }
}
