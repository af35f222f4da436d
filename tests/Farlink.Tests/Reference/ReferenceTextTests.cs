using System.Text.Json;
using Farlink.Configuration;
using Farlink.Configuration.Reference;
using Farlink.Output;

namespace Farlink.Tests.Reference;

/// <summary>The reference as Markdown and as JSON.</summary>
public sealed class ReferenceTextTests
{
    [Fact]
    public void Markdown_Whole_HasEveryKeyAndEveryTable()
    {
        var page = ReferenceMarkdown.Write(Entries.All);
        Assert.All(KeyTables.All, table => Assert.Contains($"\n## {table.Title}\n", page, StringComparison.Ordinal));
        Assert.All(
            Entries.All.Where(entry => entry.Table.ShownAs is null),
            entry => Assert.Contains($"\n| `{entry.Meaning.Key}` | ", page, StringComparison.Ordinal));
        Assert.Contains("\n| EU868 | 869.525 MHz | 125 kHz | 863-865 0.1 %, ", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("link radiohead", "| `address` | 0 to 254 | site `10`, base `1` | ")]
    [InlineData("link radiohead", "| `timeout` | `\"10ms\"` to `\"1m\"`, or `\"airtime\"` | `\"200ms\"` | ")]
    [InlineData("link farlink", "| `store` | path | `\"farlink.db\"` | ")]
    [InlineData("radio", "| `sync_word` | 0 to 255 | `0x12` | ")]
    [InlineData("radio", "| `power_dbm` | number, -9 to 30 | `14` | ")]
    [InlineData("broker embedded", "| `password_file` | path | none | ")]
    [InlineData("route farlink", "| `secret` | `true`, `false` | `false` | ")]
    [InlineData("upstream", "| `key` | path, or the URI of a secure element | none | ")]
    public void Markdown_Row_SaysWhatIsRead(string table, string row) =>
        Assert.Contains($"\n{row}", ReferenceMarkdown.Table(Entries.All, table), StringComparison.Ordinal);

    [Fact]
    public void Json_Whole_HasEveryKey()
    {
        using var json = JsonDocument.Parse(ReferenceJson.Write(Entries.All));
        var keys = json.RootElement.GetProperty("keys").EnumerateArray().ToList();
        Assert.Equal(Entries.All.Count, keys.Count);
        var frequency = keys.Single(key => key.GetProperty("key").GetString() == "frequency_mhz");
        Assert.Equal("radio", frequency.GetProperty("section").GetString());
        Assert.Equal("number", frequency.GetProperty("kind").GetString());
        Assert.Equal("MHz", frequency.GetProperty("unit").GetString());
        Assert.Equal(100, frequency.GetProperty("least").GetDouble());
        Assert.Equal("FARLINK_RADIO__FREQUENCY_MHZ", frequency.GetProperty("variable").GetString());
        Assert.Equal(JsonValueKind.Null, frequency.GetProperty("default").GetProperty("site").ValueKind);
        Assert.Equal("the region's", frequency.GetProperty("default_is").GetString());
        var address = keys.Single(key => key.GetProperty("where").GetString() == "[link], mode = \"radiohead\""
            && key.GetProperty("key").GetString() == "address");
        Assert.Equal("10", address.GetProperty("default").GetProperty("site").GetString());
        Assert.Equal("1", address.GetProperty("default").GetProperty("base").GetString());
    }

    [Theory]
    [InlineData(0, "\"0s\"")]
    [InlineData(10, "\"10ms\"")]
    [InlineData(1000, "\"1s\"")]
    [InlineData(90_000, "\"90s\"")]
    [InlineData(600_000, "\"10m\"")]
    [InlineData(86_400_000, "\"1d\"")]
    public void Toml_Span_IsInTheLongestUnitThatFits(int milliseconds, string expected)
    {
        var text = TomlValue.Of(TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(expected, text);
        Assert.True(SpanText.TryParse(text.Trim('"'), out var span));
        Assert.Equal(milliseconds, span.TotalMilliseconds);
    }

    [Fact]
    public void Toml_TextWithQuotes_IsReadBackAsItWas()
    {
        const string text = "a \"b\" \\c";
        var problems = new List<ConfigProblem>();
        var root = TomlReader.Read($"x = {TomlValue.Of(text)}", "test", problems);
        Assert.Empty(problems);
        Assert.Equal(text, ((ConfigValue)root.Entries["x"]).Value);
    }
}
