using System.Text;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;

namespace Farlink.Keys.Tests;

public sealed class PairingFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Folder_HasWhatMakesTheEndAndNotTheRest()
    {
        foreach (var name in (string[])["001.pairing.json", "001.next.json", "rekey.request", "ended.list", "lock", "tries.list",
            "002.pairing.json.77.new", "notes.txt"])
            PrivateFile.Write(_folder.File(name), Encoding.UTF8.GetBytes(name));

        var read = PairingFiles.Read(_folder.Path);

        Assert.Equal(
            ["001.next.json", "001.pairing.json", "ended.list", "rekey.request"],
            read.Select(file => Path.GetFileName(file.Path)));
        Assert.All(read, file => Assert.Equal(Path.GetFileName(file.Path), Encoding.UTF8.GetString(file.Octets)));
        Assert.Empty(PairingFiles.Read(_folder.File("none")));
    }

    [Fact]
    public void Read_FileThatOthersMayRead_IsRefused()
    {
        File.WriteAllText(_folder.File("001.pairing.json"), "x");
        File.SetUnixFileMode(_folder.File("001.pairing.json"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Throws<KeyFileException>(() => PairingFiles.Read(_folder.Path));
    }

    [Theory]
    [InlineData("/x/001.pairing.json", true, false, "/x/001.pairing.json")]
    [InlineData("/x/001.next.json", false, true, "/x/001.pairing.json")]
    [InlineData("/x/rekey.request", false, true, "/x/rekey.request")]
    [InlineData("/x/ended.list", false, false, "/x/ended.list")]
    public void Is_NameOfAFile_TellsWhatItIs(string path, bool isPairing, bool isRekey, string pairing)
    {
        Assert.Equal((isPairing, isRekey), (PairingFiles.IsPairing(path), PairingFiles.IsRekey(path)));
        Assert.Equal(pairing, PairingFiles.PairingOf(path));
    }

    [Fact]
    public void EndedList_WrittenAndRead_IsTheUnionOfWhatThereIs()
    {
        PrivateFile.Write(_folder.File("a.db.ended"), EndedList.Write(["b 2", "a 1"]));
        PrivateFile.Write(_folder.File(EndedList.Name), EndedList.Write(["c 3", "a 1"]));

        var lines = EndedList.Read([EndedList.Beside(_folder.File("a.db")), EndedList.In(_folder.Path), _folder.File("none")]);

        Assert.Equal(["a 1", "b 2", "c 3"], lines.Order(StringComparer.Ordinal));
        Assert.Equal("a 1\nb 2\n", File.ReadAllText(_folder.File("a.db.ended")));
        Assert.True(EndedList.Is(_folder.File("a.db.ended")));
        Assert.True(EndedList.Is(_folder.File("ended.list")));
        Assert.False(EndedList.Is(_folder.File("a.db")));
    }
}
