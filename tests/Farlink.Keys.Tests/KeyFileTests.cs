using System.Diagnostics;
using Farlink.Keys.Files;

namespace Farlink.Keys.Tests;

public sealed class KeyFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Create_NewFile_Has16RandomOctetsAndMode0600()
    {
        LinkKeyFile.Create(_folder.File("a"));
        LinkKeyFile.Create(_folder.File("b"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("a")));
        Assert.Equal(16, LinkKeyFile.Read(_folder.File("a")).Length);
        Assert.NotEqual(LinkKeyFile.Read(_folder.File("a")), LinkKeyFile.Read(_folder.File("b")));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    /// <summary>In Latin-1 both would become the same text, and so one passphrase.</summary>
    [Theory]
    [InlineData((byte)0xE4)]
    [InlineData((byte)0xF6)]
    public void PrivateText_OctetsThatAreNoUtf8_AreRefusedWithTheCure(byte octet)
    {
        PrivateFile.Write(_folder.File("a"), [(byte)'p', octet, (byte)'\n']);
        var refused = Assert.Throws<KeyFileException>(() => PrivateText.Read(_folder.File("a")));
        Assert.Contains("a is not UTF-8", refused.Message, StringComparison.Ordinal);
        PrivateFile.Write(_folder.File("a"), "p\u00E4\r\n"u8, replace: true);
        Assert.Equal("p\u00E4", PrivateText.Read(_folder.File("a")));
    }

    [Fact]
    public void Create_ExistingFile_IsLeftAsItIs()
    {
        LinkKeyFile.Create(_folder.File("a"));
        var before = LinkKeyFile.Read(_folder.File("a"));
        Assert.Throws<KeyFileException>(() => LinkKeyFile.Create(_folder.File("a")));
        Assert.Equal(before, LinkKeyFile.Read(_folder.File("a")));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Read_OthersMayUseIt_IsRefusedWithTheCure(UnixFileMode others)
    {
        LinkKeyFile.Create(_folder.File("a"));
        File.SetUnixFileMode(_folder.File("a"), UnixFileMode.UserRead | others);
        var failure = Assert.Throws<KeyFileException>(() => LinkKeyFile.Read(_folder.File("a")));
        Assert.Contains($"chmod 600 {_folder.File("a")}", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(32)]
    public void Read_WrongLength_IsRefused(int octets)
    {
        PrivateFile.Write(_folder.File("a"), new byte[octets]);
        Assert.Contains(
            $"{octets} octets",
            Assert.Throws<KeyFileException>(() => LinkKeyFile.Read(_folder.File("a"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_SaysSo() =>
        Assert.Contains(
            "does not exist",
            Assert.Throws<KeyFileException>(() => LinkKeyFile.Read(_folder.File("none"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_Folder_SaysSo() =>
        Assert.Contains(
            "is a folder",
            Assert.Throws<KeyFileException>(() => PrivateFile.Read(_folder.Path)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(PrivateFile.MostOctets, true)]
    [InlineData(PrivateFile.MostOctets + 1, false)]
    public void Read_LargeFile_IsReadUpToTheLimit(int octets, bool isRead)
    {
        PrivateFile.Write(_folder.File("a"), new byte[octets]);
        if (isRead) Assert.Equal(octets, PrivateFile.Read(_folder.File("a")).Length);
        else Assert.Throws<KeyFileException>(() => PrivateFile.Read(_folder.File("a")));
    }

    /// <summary>As a shell's process substitution gives one.</summary>
    [Fact]
    public async Task Read_Pipe_IsReadToItsEndWhateverItsMode()
    {
        var pipe = _folder.File("pipe");
        using (var maker = Process.Start("mkfifo", ["-m", "644", pipe])) await maker.WaitForExitAsync();
        using var writer = Process.Start("sh", ["-c", "printf key > \"$0\"", pipe]);
        Assert.Equal("key"u8.ToArray(), PrivateFile.Read(pipe));
        await writer.WaitForExitAsync();
    }

    /// <summary>Whoever can write there could otherwise say where a key goes, or who may read it.</summary>
    [Fact]
    public void Write_SomethingInThePlaceOfTheDraft_IsNotWrittenInto()
    {
        var draft = $"{_folder.File("a")}.{Environment.ProcessId}.new";
        File.WriteAllText(_folder.File("victim"), "mine");
        File.CreateSymbolicLink(draft, _folder.File("victim"));
        PrivateFile.Write(_folder.File("a"), "key"u8);
        Assert.Equal("mine", File.ReadAllText(_folder.File("victim")));
        Assert.Equal("key"u8.ToArray(), PrivateFile.Read(_folder.File("a")));

        File.WriteAllText(draft, "open for all");
        PrivateFile.Write(_folder.File("a"), stream => stream.Write("other"u8), replace: true);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("a")));
        Assert.Equal("other"u8.ToArray(), PrivateFile.Read(_folder.File("a")));
        Assert.False(Path.Exists(draft));
    }

    [Fact]
    public void Write_GivenUpHalfWay_LeavesTheOldOneAndNoDraft()
    {
        PrivateFile.Write(_folder.File("a"), "old"u8);
        Assert.Throws<OperationCanceledException>(() => PrivateFile.Write(
            _folder.File("a"),
            stream =>
            {
                stream.Write("new"u8);
                throw new OperationCanceledException();
            },
            replace: true));
        Assert.Equal("old"u8.ToArray(), PrivateFile.Read(_folder.File("a")));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_MissingFolder_LeavesNothingBehind()
    {
        Assert.Throws<KeyFileException>(() => PrivateFile.Write(_folder.File("none/a"), new byte[1]));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }
}
