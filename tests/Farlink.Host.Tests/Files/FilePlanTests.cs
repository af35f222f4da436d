using Farlink.Host.Files;

namespace Farlink.Host.Tests.Files;

public sealed class FilePlanTests : IDisposable
{
    private readonly SmallSystem _system = new();

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Make_OldAndNewFile_SaysWhatWouldHappen()
    {
        Assert.Equal([FileState.Changed, FileState.New], States());
        FileWriter.Write(SmallSystem.Files("first"), _system.Root);
        Assert.Equal([FileState.Same, FileState.Same], States());
        File.SetUnixFileMode(_system.Map(SmallSystem.New), HostFile.Readable);
        File.WriteAllText(_system.Map(SmallSystem.Old), "first of old");
        Assert.Equal([FileState.Changed, FileState.Changed], States());
    }

    [Fact]
    public void Make_System_IsNotChanged()
    {
        var before = _system.Whole();
        FilePlan.Make(SmallSystem.Files("first"), _system.Root).ToText(withSecrets: true);
        Assert.Equal(before, _system.Whole());
    }

    [Fact]
    public void ToText_Files_ShowsPathModeOwnerStateAndText()
    {
        HostFile[] files =
        [
            new("/etc/a.conf", "one\n\ntwo\n", HostFile.Readable),
            new("/etc/b.conf", "key=value\n", HostFile.Secret) { Masked = "key=***\n" },
        ];
        var plan = FilePlan.Make(files, _system.Root);
        const string First = "/etc/a.conf  0644 root  new\n    one\n\n    two\n\n/etc/b.conf  0600 root  new\n    key=";
        Assert.Equal($"{First}***\n\n", plan.ToText(withSecrets: false));
        Assert.Equal($"{First}value\n\n", plan.ToText(withSecrets: true));
    }

    [Fact]
    public void Write_FolderThatIsNotThere_IsMadeForAll()
    {
        using var folder = new TempFolder();
        var root = new HostRoot(folder.File("image/root/"));
        FileWriter.Write(SmallSystem.Files("first"), root);
        Assert.Equal("first of new\n", File.ReadAllText(folder.File("image/root/etc/new/deep/farlink.conf")));
        Assert.Equal(HostFile.Secret, File.GetUnixFileMode(root.Map(SmallSystem.New)));
        Assert.Equal(0x1ED, (int)File.GetUnixFileMode(root.Map("/etc/new")));
    }

    [Fact]
    public void Root_LinkToTheSystemsOwn_IsTheRealOne()
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder.File("link"), "/");
        Assert.True(new HostRoot(folder.File("link")).IsReal);
        Assert.True(new HostRoot("/proc/self/root").IsReal);
        Assert.False(new HostRoot(folder.Path).IsReal);
    }

    /// <summary>A folder of the image that is a link to one of this host would have this host's files written.</summary>
    [Theory]
    [InlineData("/etc/new", "/elsewhere", true)]
    [InlineData("/etc/new/deep", "/elsewhere", true)]
    [InlineData("/etc/new", "/image/usr", false)]
    public void Write_FolderThatIsALink_IsRefusedIfItLeadsOut(string link, string target, bool isOut)
    {
        using var folder = new TempFolder();
        var root = new HostRoot(folder.File("image"));
        Directory.CreateDirectory(folder.Path + target);
        Directory.CreateDirectory(Path.GetDirectoryName(root.Map(link))!);
        Directory.CreateSymbolicLink(root.Map(link), folder.Path + target);
        if (isOut)
        {
            var failure = Assert.Throws<HostFileException>(() => FileWriter.Write(SmallSystem.Files("first"), root));
            Assert.Contains($"{root.Map(link)} leads out of", failure.Message, StringComparison.Ordinal);
            Assert.Throws<HostFileException>(() => FileWriter.Remove([SmallSystem.New], root));
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path + target));
            return;
        }

        FileWriter.Write(SmallSystem.Files("first"), root);
        Assert.Equal("first of new\n", File.ReadAllText(folder.File("image/usr/deep/farlink.conf")));
    }

    [Fact]
    public void Write_ThatStopsMidway_SaysHowManyWereWritten()
    {
        Directory.CreateDirectory(_system.Map(FileSteps.DraftOf(SmallSystem.New)));
        var failure = Assert.Throws<HostFileException>(() => FileWriter.Write(SmallSystem.Files("first"), _system.Root));
        Assert.StartsWith($"Cannot write {_system.Map(SmallSystem.New)}: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(". 1 of 2 files were written.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "/etc/x")]
    [InlineData("/image", "/image/etc/x")]
    [InlineData("/image/", "/image/etc/x")]
    [InlineData("/image/../other", "/other/etc/x")]
    public void Map_PathOfTheSystem_IsBelowTheRoot(string root, string expected) =>
        Assert.Equal(expected, new HostRoot(root).Map("/etc/x"));

    private List<FileState> States() =>
        [.. FilePlan.Make(SmallSystem.Files("first"), _system.Root).Files.Select(file => file.State)];
}
