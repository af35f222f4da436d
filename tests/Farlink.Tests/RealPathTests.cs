using Farlink.Hosting;

namespace Farlink.Tests;

/// <summary>A configuration that is named by way of a symbolic link is the same one.</summary>
public sealed class RealPathTests : IDisposable
{
    private readonly string _folder = RealPath.Of(Directory.CreateTempSubdirectory("farlink-path-").FullName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AreSame_LinkedFileAndFolder_AreFollowed()
    {
        var real = In("real");
        Directory.CreateDirectory(real);
        var file = Path.Combine(real, "farlink.toml");
        File.WriteAllText(file, "");
        Directory.CreateSymbolicLink(In("folder"), "real");
        File.CreateSymbolicLink(In("file.toml"), "folder/farlink.toml");
        Assert.True(RealPath.AreSame(file, In("file.toml")));
        Assert.True(RealPath.AreSame(Path.Combine(In("folder"), "farlink.toml"), file));
        Assert.False(RealPath.AreSame(file, In("other.toml")));
    }

    [Fact]
    public void Of_LinksInACircle_EndsAll()
    {
        File.CreateSymbolicLink(In("a"), In("b"));
        File.CreateSymbolicLink(In("b"), In("a"));
        Assert.StartsWith(_folder, RealPath.Of(In("a")), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NothingThere_IsThePathItself() => Assert.Equal(In("none/x"), RealPath.Of(In("none/x")));

    private string In(string name) => Path.Combine(_folder, name);
}
