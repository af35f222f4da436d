using System.Collections;
using Farlink.Configuration;

namespace Farlink.Tests;

/// <summary>What has changed between two readings of a configuration.</summary>
public sealed class ConfigKeysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Changed_KeysOfEveryKind_AreNamedByTheirPath()
    {
        var before = Read("""
            role = "site"
            log_level = "debug"
            [radio]
            frequency_mhz = 868.1
            spreading_factor = 7
            [[route]]
            topic = "a"
            sites = ["x", "y"]
            """);
        var now = Read("""
            role = "site"
            [radio]
            frequency_mhz = 868.3
            spreading_factor = 7
            [[route]]
            topic = "a"
            sites = ["x", "z"]
            [[route]]
            topic = "b"
            """);
        Assert.Equal(
            ["log_level", "radio.frequency_mhz", "route[0].sites", "route[1].topic"], ConfigKeys.Changed(before, now));
        Assert.Empty(ConfigKeys.Changed(now, now));
    }

    [Fact]
    public void Read_Environment_CountsAsTheFileDoes()
    {
        var before = Read("[radio]\nspreading_factor = 7\n");
        var now = Read("[radio]\nspreading_factor = 7\n", new Hashtable { ["FARLINK_RADIO__SPREADING_FACTOR"] = "9" });
        Assert.Equal(["radio.spreading_factor"], ConfigKeys.Changed(before, now));
    }

    [Fact]
    public void Changed_TableWithoutKeys_IsNamed()
    {
        var before = Read("[[site]]\nid = 1\n");
        var now = Read("[[site]]\nid = 1\n[[site]]\n[upstream]\n");
        Assert.Equal(["site[1]", "upstream"], ConfigKeys.Changed(before, now));
    }

    [Fact]
    public void Read_NoFile_IsEmpty() => Assert.Empty(ConfigKeys.Read("/nowhere/farlink.toml", new Hashtable()));

    private Dictionary<string, string> Read(string toml, IDictionary? environment = null)
    {
        var path = Path.Combine(_folder, "farlink.toml");
        File.WriteAllText(path, toml);
        return ConfigKeys.Read(path, environment ?? new Hashtable());
    }
}
