using Farlink.Commands;
using Farlink.Configuration;
using Farlink.Keys.Files;
using Farlink.Radios;

namespace Farlink.Tests;

public sealed class LinkKeyTests : IDisposable
{
    private static readonly byte[] Good = [0x9A, 3, 77, 0xFE, 12, 200, 7, 0x81, 44, 5, 0x93, 6, 17, 0xD0, 99, 1];
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-keys-").FullName;

    public static TheoryData<string, byte[], string> Bad => new()
    {
        { "all zero", new byte[16], "farlink key new" },
        { "text", "secret-password!"u8.ToArray(), "farlink key new" },
        { "short", Good[..15], "farlink key new" },
        { "long", [.. Good, 1], "farlink key new" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Bad))]
    public void Negative20_KeyFileThatIsNoKey_IsRefusedWithTheCure(string what, byte[] octets, string cure)
    {
        Write("barn.key", octets);
        var refused = Assert.Throws<KeyFileException>(() => Start(Base("barn", 1)));
        Assert.True(refused.Message.Contains(cure, StringComparison.Ordinal), $"{what}: {refused.Message}");
    }

    [Fact]
    public void Negative20_GroupReadableKeyFile_IsRefusedWithTheCure()
    {
        Write("barn.key", Good);
        File.SetUnixFileMode(Path("barn.key"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<KeyFileException>(() => Start(Base("barn", 1))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Negative20_OneKeyForTwoSites_IsRefused()
    {
        Write("barn.key", Good);
        Write("well.key", Good);
        var refused = Assert.Throws<KeyFileException>(() => Start(Base("barn", 1) + Site("well", 2)));
        Assert.Contains("key of site barn too", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Negative20_KeyOfAnotherLinkOrOfRadioHead_IsRefusedAtALaterStart()
    {
        Write("barn.key", Good);
        Start(Base("barn", 1));
        Start(Base("barn", 1));
        var other = Assert.Throws<KeyFileException>(() => Start(Base("barn", 2)));
        Assert.Contains("the key of link 1", other.Message, StringComparison.Ordinal);
        var radioHead = Assert.Throws<KeyFileException>(() => Composition.Codec("rh-encrypted", Path("barn.key")));
        Assert.Contains("RadioHead", radioHead.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Negative20_KeyThatRadioHeadUsed_IsRefusedForALink()
    {
        Write("barn.key", Good);
        Composition.Codec("seed-zero-pad", Path("barn.key"));
        var refused = Assert.Throws<KeyFileException>(() => Start(Base("barn", 1)));
        Assert.Contains("the key of RadioHead's encryption", refused.Message, StringComparison.Ordinal);
    }

    private static string Base(string name, int id) =>
        "role = \"base\"\n[upstream]\nurl = \"mqtt://127.0.0.1:1\"\n[[route]]\ntopic = \"#\"\n" + Site(name, id);

    private static string Site(string name, int id) => $"[[site]]\nname = \"{name}\"\nid = {id}\nsession = \"psk\"\n";

    private void Start(string toml)
    {
        File.WriteAllText(Path("farlink.toml"), toml);
        var (config, problems) = ConfigLoader.Load(Path("farlink.toml"), null, new System.Collections.Hashtable());
        Assert.Empty(problems);
        LinkComposition.Options(config!, new RadioCapabilities { Description = "none", IsSimulated = true }, element: null);
    }

    private void Write(string name, byte[] octets) => PrivateFile.Write(Path(name), octets);

    private string Path(string name) => System.IO.Path.Combine(_folder, name);
}
