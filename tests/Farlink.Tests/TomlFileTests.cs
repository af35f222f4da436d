using System.Collections;
using Farlink.Configuration;

namespace Farlink.Tests;

/// <summary>A configuration is read to its end, and no further than one can be long.</summary>
public sealed class TomlFileTests : IDisposable
{
    private const int MostOctets = 1024 * 1024;
    private const string Site = "role = \"site\"\nname = \"barn\"\n[link]\nkey_file = \"link.key\"\n[[route]]\ntopic = \"#\"\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_FileOfTheLargestSize_IsTaken() => Assert.NotNull(Load(MostOctets).Config);

    [Fact]
    public void Load_FileThatIsLonger_IsRefusedAndSaysWhy()
    {
        var (config, problems) = Load(MostOctets + 1);
        Assert.Null(config);
        Assert.Contains("longer than 1024 KiB", Assert.Single(problems).Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DeviceWithoutAnEnd_IsNotReadForEver()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "farlink.toml"), "/dev/zero");
        Assert.Null(ConfigLoader.Load(Path.Combine(_folder, "farlink.toml"), null, new Hashtable()).Config);
    }

    [Fact]
    public void Load_Folder_SaysThatItIsOne()
    {
        var (config, problems) = ConfigLoader.Load(_folder, null, new Hashtable());
        Assert.Null(config);
        Assert.Contains("it is a folder", Assert.Single(problems).Allowed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "or make one: sudo farlink init")]
    [InlineData("0001", "cut off before it began: give the same farlink restore again")]
    [InlineData("moves", "sudo farlink restore --finish -c ")]
    public void Load_Missing_SaysWhatToDoAboutARestoreThatWasInterrupted(string? left, string expected)
    {
        var stage = Path.Combine(_folder, ".farlink.toml.restore");
        if (left is not null) Directory.CreateDirectory(stage);
        if (left is not null) File.WriteAllText(Path.Combine(stage, left), "x");
        var (_, problems) = ConfigLoader.Load(Path.Combine(_folder, "farlink.toml"), null, new Hashtable());
        Assert.Contains(expected, Assert.Single(problems).Allowed, StringComparison.Ordinal);
    }

    private (FarlinkConfig? Config, IReadOnlyList<ConfigProblem> Problems) Load(int octets)
    {
        var path = Path.Combine(_folder, "farlink.toml");
        File.WriteAllText(path, Site + new string('\n', octets - Site.Length));
        return ConfigLoader.Load(path, null, new Hashtable());
    }
}
