using Farlink.Host.Files;

namespace Farlink.Host.Tests.Files;

public sealed class UndoableFilesTests : IDisposable
{
    private readonly SmallSystem _system = new();

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Apply_OldAndNewFile_WritesTextAndMode()
    {
        var events = _system.Apply("first");
        Assert.Equal("first of old\n", _system.Read(SmallSystem.Old));
        Assert.Equal("first of new\n", _system.Read(SmallSystem.New));
        Assert.Equal(HostFile.Readable, File.GetUnixFileMode(_system.Map(SmallSystem.Old)));
        Assert.Equal(HostFile.Secret, File.GetUnixFileMode(_system.Map(SmallSystem.New)));
        Assert.Equal(
            [new FileEvent(SmallSystem.Old, FileOutcome.Written), new FileEvent(SmallSystem.New, FileOutcome.Written)], events);
    }

    [Fact]
    public void Apply_Undo_IsForNobodyElse()
    {
        _system.Apply("first");
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(_system.Map(SmallSystem.UndoPath)));
        foreach (var file in Directory.GetFiles(_system.Map(SmallSystem.UndoPath)))
            Assert.Equal(HostFile.Secret, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Notes_AppliedTwice_AreTheLast()
    {
        Assert.Null(_system.Undoable().Notes);
        _system.Apply("first");
        _system.Apply("second");
        Assert.Equal("second", _system.Undoable().Notes!["text"]);
        _system.Undoable().Undo();
        Assert.Null(_system.Undoable().Notes);
    }

    [Fact]
    public void Undo_AppliedTwice_PutsBackWhatWasThereBeforeTheFirst()
    {
        var before = _system.Whole();
        _system.Apply("first");
        _system.Apply("second");
        var events = _system.Undoable().Undo();
        Assert.Equal(before, _system.Whole());
        Assert.Equal(
            [new FileEvent(SmallSystem.New, FileOutcome.Removed), new FileEvent(SmallSystem.Old, FileOutcome.Restored)], events);
    }

    [Fact]
    public void Undo_NothingApplied_IsRefusedClearly()
    {
        var before = _system.Whole();
        var failure = Assert.Throws<HostFileException>(() => _system.Undoable().Undo());
        Assert.Contains("Nothing is applied", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, _system.Whole());
        _system.Apply("first");
        _system.Undoable().Undo();
        Assert.Throws<HostFileException>(() => _system.Undoable().Undo());
    }

    [Theory]
    [InlineData(SmallSystem.Old, "/etc/old.d/.farlink.conf.farlink-kept")]
    [InlineData(SmallSystem.New, "/etc/new/deep/.farlink.conf.farlink-kept")]
    public void Undo_FileChangedByItsOwner_IsKeptBeside(string path, string kept)
    {
        _system.Apply("first");
        File.WriteAllText(_system.Map(path), "mine\n");
        var events = _system.Undoable().Undo();
        Assert.Contains(new FileEvent(kept, FileOutcome.Kept), events);
        Assert.Equal("mine\n", _system.Read(kept));
        Assert.Equal("before\n", _system.Read(SmallSystem.Old));
        Assert.False(File.Exists(_system.Map(SmallSystem.New)));
    }

    [Fact]
    public void Undo_KeptOneIsThereAlready_IsNotLost()
    {
        foreach (var text in (string[])["mine", "mine too", "mine"])
        {
            _system.Apply("first");
            File.WriteAllText(_system.Map(SmallSystem.Old), text);
            _system.Undoable().Undo();
        }

        Assert.Equal("mine", _system.Read("/etc/old.d/.farlink.conf.farlink-kept"));
        Assert.Equal("mine too", _system.Read("/etc/old.d/.farlink.conf.farlink-kept-2"));
        Assert.Equal(3, Directory.GetFiles(_system.Map("/etc/old.d")).Length);
    }

    [Fact]
    public void Apply_FileChangedSinceTheFirst_IsKeptBeside()
    {
        _system.Apply("first");
        File.WriteAllText(_system.Map(SmallSystem.Old), "mine\n");
        _system.Apply("second");
        Assert.Equal("second of old\n", _system.Read(SmallSystem.Old));
        Assert.Equal("mine\n", _system.Read("/etc/old.d/.farlink.conf.farlink-kept"));
    }

    [Fact]
    public void Undo_FileRemovedByItsOwner_IsAsBefore()
    {
        var before = _system.Whole();
        _system.Apply("first");
        File.Delete(_system.Map(SmallSystem.Old));
        File.Delete(_system.Map(SmallSystem.New));
        _system.Undoable().Undo();
        Assert.Equal(before, _system.Whole());
    }

    [Fact]
    public void Undo_FolderThatIsInUseNow_Stays()
    {
        _system.Apply("first");
        File.WriteAllText(_system.Map("/etc/new/deep/other.conf"), "other\n");
        _system.Undoable().Undo();
        Assert.Equal("other\n", _system.Read("/etc/new/deep/other.conf"));
    }

    [Theory]
    [InlineData("0000", "damaged", "is missing or damaged")]
    [InlineData("0000", null, "is missing or damaged")]
    [InlineData("manifest.json", "{}", "manifest.json is damaged")]
    [InlineData("manifest.json", "{\"farlink\":9}", "version 9")]
    [InlineData("manifest.json", "nonsense", "manifest.json is damaged")]
    [InlineData("manifest.json", "nonsense", "by hand, then remove /var/lib/farlink-wifi.")]
    public void Undo_DamagedCopyOrManifest_ChangesNothing(string name, string? text, string expected)
    {
        _system.Apply("first");
        var file = _system.Map($"{SmallSystem.UndoPath}/{name}");
        if (text is null) File.Delete(file);
        else File.WriteAllText(file, text);
        var applied = _system.Whole();
        var failure = Assert.Throws<HostFileException>(() => _system.Undoable().Undo());
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", failure.Message, StringComparison.Ordinal);
        Assert.Equal(applied, _system.Whole());
    }

    [Theory]
    [InlineData("\"/etc/new/deep/farlink.conf\"", "\"/etc/../etc/x\"")]
    [InlineData("\"/etc/new/deep/farlink.conf\"", "\"etc/x\"")]
    [InlineData("\"copy\": \"0000\"", "\"copy\": \"../0000\"")]
    public void Undo_ManifestThatLeavesItsPlace_IsRefused(string text, string other)
    {
        _system.Apply("first");
        var file = _system.Map($"{SmallSystem.UndoPath}/manifest.json");
        var manifest = File.ReadAllText(file);
        Assert.Contains(text, manifest, StringComparison.Ordinal);
        File.WriteAllText(file, manifest.Replace(text, other, StringComparison.Ordinal));
        Assert.Throws<HostFileException>(() => _system.Undoable().Undo());
    }

    [Theory]
    [InlineData("/var/lib/farlink-wifi", 0x1FF)]
    [InlineData("/var/lib/farlink-wifi/manifest.json", 0x1B6)]
    [InlineData("/var/lib/farlink-wifi/0000", 0x1B0)]
    public void Undo_OthersMayHaveWrittenIt_IsRefused(string path, int mode)
    {
        _system.Apply("first");
        File.SetUnixFileMode(_system.Map(path), (UnixFileMode)mode);
        var failure = Assert.Throws<HostFileException>(() => _system.Undoable().Undo());
        Assert.Contains("others", failure.Message, StringComparison.Ordinal);
        Assert.Equal("first of old\n", _system.Read(SmallSystem.Old));
    }

    [Fact]
    public void Undo_FolderIsALink_IsRefused()
    {
        _system.Apply("first");
        Directory.Move(_system.Map(SmallSystem.UndoPath), _system.Map("/elsewhere"));
        Directory.CreateSymbolicLink(_system.Map(SmallSystem.UndoPath), _system.Map("/elsewhere"));
        Assert.Throws<HostFileException>(() => _system.Undoable().Undo());
        Assert.Equal("first of old\n", _system.Read(SmallSystem.Old));
    }

    [Fact]
    public void Apply_LinkOrFolderInTheWay_ChangesNothing()
    {
        File.Delete(_system.Map(SmallSystem.Old));
        File.CreateSymbolicLink(_system.Map(SmallSystem.Old), "/dev/null");
        var before = _system.Whole();
        Assert.Contains(
            $"mv {_system.Map(SmallSystem.Old)} ", Assert.Throws<HostFileException>(() => _system.Apply("first")).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, _system.Whole());
        File.Delete(_system.Map(SmallSystem.Old));
        Directory.CreateDirectory(_system.Map(SmallSystem.Old));
        Assert.Throws<HostFileException>(() => _system.Apply("first"));
    }

    [Fact]
    public void Apply_FileWhereAFolderMustBe_CanBeUndone()
    {
        File.WriteAllText(_system.Map("/etc/new"), "a file\n");
        var before = _system.Snapshot();
        Assert.Contains(
            $"Cannot make the folder {_system.Map("/etc/new")}",
            Assert.Throws<HostFileException>(() => _system.Apply("first")).Message,
            StringComparison.Ordinal);
        _system.Undoable().Undo();
        Assert.Equal(before, _system.Snapshot());
    }
}
