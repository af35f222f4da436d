using CsCheck;
using Farlink.Configuration;

namespace Farlink.Tests;

public sealed class TomlReaderTests
{
    [Fact]
    public void Read_AnyText_NeverThrows() => Gen.String[Gen.Char["[]={}\"',#.\n ab1_-\\\ufffd\ud800"], 0, 60].Sample(
        text => _ = TomlReader.Read(text, "file", []),
        iter: 5000);

    [Fact]
    public void Read_Values_KnowTheirPlace()
    {
        var root = TomlReader.Read("a = 1\n[b]\n  c = \"x\"\n[[d]]\ne = true\n[[d]]\n", "file", []);
        Assert.Equal(new ConfigPosition("file", 1, 1), root.Entries["a"].Position);
        Assert.Equal(new ConfigPosition("file", 3, 3), Assert.IsType<ConfigTable>(root.Entries["b"]).Entries["c"].Position);
        Assert.Equal(2, Assert.IsType<ConfigTables>(root.Entries["d"]).Items.Count);
    }
}
