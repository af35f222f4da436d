using Farlink.Configuration;
using Farlink.Configuration.Reference;
using Farlink.Protocol.Bridging;

namespace Farlink.Tests.Reference;

/// <summary>The defaults of the reference, written out, change nothing.</summary>
public sealed class DefaultTests
{
    private const int FewestDefaults = 25;

    /// <summary>Keys that may not be written everywhere, even with their default, and why.</summary>
    private static readonly Dictionary<string, string> NotWritten = new()
    {
        ["radio.pins.amplifier_db"] = "an SX127x has no amplifier of which its driver knows, and its boards refuse the key",
    };

    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(0, ReferenceCases.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Configuration_WithEveryDefaultWritten_IsTheSame(int index)
    {
        var one = ReferenceCases.All[index];
        var (usual, _) = Trial.Load(one, []);
        var keys = Written(one);
        Assert.True(keys.Count >= FewestDefaults, $"{keys.Count} defaults");
        var (config, problems) = Trial.Load(one, keys);
        Assert.True(config is not null, $"{one.Text}{string.Join('\n', problems)}");
        Assert.Equal(ObjectText.Of(usual), ObjectText.Of(config));
    }

    /// <summary>The comparison sees a difference anywhere.</summary>
    [Theory]
    [InlineData("[radio]\nspreading_factor = 8")]
    [InlineData("[link]\nstore = \"x.db\"")]
    [InlineData("[clock]\nsocket = \"\"")]
    [InlineData("[dashboard]\nlisten = \"127.0.0.1:0\"")]
    [InlineData("[broker]\nclient_ids = \"user\"")]
    [InlineData("[[broker.listener]]\nauth = \"mutual\"\naddress = \"127.0.0.1:1\"")]
    [InlineData("[[route]]\ntopic = \"b\"\nunchanged = \"skip for 15m\"")]
    public void Configuration_WithAnotherValue_IsAnother(string text)
    {
        var one = new ReferenceCase(Role.Site, true, true, "");
        var (usual, _) = Trial.Load(one, []);
        var (config, _) = Trial.Load(one with { Text = text }, []);
        Assert.NotNull(config);
        Assert.NotEqual(ObjectText.Of(usual), ObjectText.Of(config));
    }

    /// <summary>Words of the reference that the loader leaves to others.</summary>
    [Fact]
    public void Route_WithoutExpiryOrRetained_IsAsTheReferenceSays()
    {
        Assert.Equal("up: never, down: 10 min", Entries.Find("route farlink: expires").Meaning.Default);
        Assert.Equal(10 * 60, Route.CommandsExpireIn.Seconds);
        Assert.Equal("upwards true, downwards false", Entries.Find("route farlink: retained").Meaning.Default);
        var route = new Route("a");
        Assert.True(route.LetsRetained(RouteDirection.Up));
        Assert.False(route.LetsRetained(RouteDirection.Down));
    }

    /// <summary>Each key that is not there with the default it has in this case.</summary>
    private static List<(string Path, string Key, string Toml)> Written(ReferenceCase one)
    {
        var there = Names(one.Parse(), "").ToHashSet(StringComparer.Ordinal);
        return
        [
            .. one.Read().Keys.DistinctBy(key => key.FullName)
                .Where(key => key.Form.Default is not null && !there.Contains(key.FullName)
                    && !NotWritten.ContainsKey(key.FullName))
                .Select(key => (key.Path, key.Key, key.Form.Default!)),
        ];
    }

    /// <summary>Every key and table that a configuration has.</summary>
    private static IEnumerable<string> Names(ConfigTable table, string path)
    {
        foreach (var (name, node) in table.Entries)
        {
            yield return path + name;
            IEnumerable<string> below = node switch
            {
                ConfigTable inner => Names(inner, $"{path}{name}."),
                ConfigTables list => list.Items.Index().SelectMany(at => Names(at.Item, $"{path}{name}[{at.Index}].")),
                _ => [],
            };
            foreach (var key in below) yield return key;
        }
    }
}
