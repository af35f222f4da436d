using System.Formats.Tar;
using System.Text;
using Farlink.Keys.Backup;

namespace Farlink.Keys.Tests;

/// <summary>
/// Archives that no farlink wrote, by somebody who has the passphrase: nothing in them decides where anything is written, or how
/// much.
/// </summary>
public sealed class BackupArchiveTests
{
    private const string Toml = "role = \"site\"\n";

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/..")]
    [InlineData("./x")]
    [InlineData("a//x")]
    [InlineData("a/")]
    [InlineData("..")]
    [InlineData("/etc/../root/x")]
    [InlineData("/")]
    [InlineData("//etc/x")]
    [InlineData("/dev/sda")]
    [InlineData("/proc/self/mem")]
    [InlineData("/sys/x")]
    [InlineData("a\\u0000b")]
    [InlineData("")]
    public void Open_PathThatLeadsElsewhere_IsRefused(string path)
    {
        var refusal = Refusal(Manifest(File("key", path)), tar => tar.WriteEntry(Entry($"files/{path}")));
        Assert.Contains("is no place that a backup may write to", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("pki/ecc.ca.cert.pem")]
    [InlineData("..x/...")]
    [InlineData("/etc/ssl/x.pem")]
    public void IsGoodPath_PathOfAFile_IsGood(string path) => Assert.True(BackupEntry.IsGoodPath(path));

    [Theory]
    [InlineData("/etc/farlink/farlink.toml", "farlink.toml")]
    [InlineData("/etc/farlink/pki/a", "pki/a")]
    [InlineData("/etc/farlink", "/etc/farlink")]
    [InlineData("/etc/farlinks/a", "/etc/farlinks/a")]
    [InlineData("/var/lib/farlink/farlink.db", "/var/lib/farlink/farlink.db")]
    public void PathIn_PathInsideAFolderOrNot_IsRelativeOrStaysAsItIs(string path, string expected) =>
        Assert.Equal(expected, BackupEntry.PathIn(path, "/etc/farlink"));

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Directory)]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    public void ReadAll_EntryThatIsNoPlainFile_IsRefused(TarEntryType type)
    {
        var entry = new PaxTarEntry(type, "files/a");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink) entry.LinkName = "/etc/passwd";
        AssertUnexpected(Refusal(Manifest(File("key", "a")), tar => tar.WriteEntry(entry)));
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("files/b")]
    [InlineData("files/../files/a")]
    [InlineData("a")]
    public void ReadAll_EntryOfAnotherName_IsRefused(string name) =>
        AssertUnexpected(Refusal(Manifest(File("key", "a")), tar => tar.WriteEntry(Entry(name))));

    [Fact]
    public void ReadAll_OneEntryMore_IsRefused() => AssertUnexpected(Refusal(Manifest(File("key", "a")), tar =>
    {
        tar.WriteEntry(Entry("files/a"));
        tar.WriteEntry(Entry("files/b"));
    }));

    [Fact]
    public void ReadAll_EntryMissing_IsRefused() => Assert.Contains(
        "ends before files/b", Refusal(Manifest(File("key", "a"), File("key", "b")), tar => tar.WriteEntry(Entry("files/a"))),
        StringComparison.Ordinal);

    [Fact]
    public void ReadAll_AnotherLengthThanTheManifestSays_IsRefused() => Assert.Contains(
        "has 4 octets of files/a, and says 3",
        Refusal(Manifest(File("key", "a", octets: 3)), tar => tar.WriteEntry(Entry("files/a"))), StringComparison.Ordinal);

    [Fact]
    public void ReadAll_AnotherContentThanTheManifestSays_IsRefused() => Assert.Contains(
        "a is not what the manifest says",
        Refusal(Manifest(File("key", "a", hash: new string('0', 64))), tar => tar.WriteEntry(Entry("files/a"))),
        StringComparison.Ordinal);

    /// <summary>
    /// Nothing is compressed: what claims to be more than the file is long is a lie, and no disk is filled for it.
    /// </summary>
    [Theory]
    [InlineData(100_000L)]
    [InlineData(long.MaxValue)]
    public void Open_MoreThanTheFileIsLong_IsRefusedAtOnce(long octets)
    {
        var manifest = Manifest(File("key", "a", octets: octets), File("key", "b", octets: octets));
        Assert.Contains("holds less than it says", Refusal(manifest, _ => { }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0777")]
    [InlineData("04755")]
    [InlineData("0602")]
    [InlineData("-1")]
    [InlineData("0800")]
    [InlineData("")]
    public void Open_ModeThatNoFileMayHave_IsRefused(string mode)
    {
        var refusal = Refusal(Manifest(File("key", "a", mode: mode)), tar => tar.WriteEntry(Entry("files/a")));
        Assert.Contains("holds no backup of farlink", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no configuration", "{\"farlink_backup\": 1, \"role\": \"site\", \"files\": []}")]
    [InlineData("no JSON", "nonsense")]
    [InlineData("a list", "[]")]
    [InlineData("version 0", "{\"farlink_backup\": 0}")]
    [InlineData("a text", "{\"farlink_backup\": \"1\"}")]
    public void Open_ManifestThatIsNone_IsRefused(string what, string manifest)
    {
        var refusal = Refusal(manifest, _ => { });
        Assert.True(refusal.Contains("holds no backup of farlink", StringComparison.Ordinal), $"{what}: {refusal}");
    }

    [Fact]
    public void Open_ConfigurationTwiceOutsideOrAbsent_IsRefused()
    {
        string[][] bad =
        [
            [], [File("configuration", "a"), File("configuration", "b")], [File("configuration", "/etc/a")],
            [File("configuration", "a/b")], [File("configuration", "a"), File("key", "a")],
            [File("configuration", "a"), File("store", "b"), File("store", "c")],
            [File("configuration", "a"), File("magic", "b")],
        ];
        foreach (var files in bad)
            Assert.Contains("holds no backup of farlink", Refusal(Whole("site", files), _ => { }), StringComparison.Ordinal);
        Assert.Contains(
            "neither of a site nor of a base", Refusal(Whole("king", File("configuration", "a")), _ => { }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NewerManifest_SaysSo() => Assert.Contains(
        "newer farlink (manifest 2", Refusal("{\"farlink_backup\": 2, \"more\": true}", _ => { }), StringComparison.Ordinal);

    /// <summary>Not only between files: one of them may be a large store.</summary>
    [Fact]
    public void Write_GivenUpWithinAFile_EndsInFrontOfTheNextChunk()
    {
        using var cancelled = new CancellationTokenSource();
        using var stream = new GivenUpStream(cancelled);
        var (entry, octets) = BackupBench.File(BackupKind.Store, "farlink.db", new byte[1_000_000]);
        Assert.Throws<OperationCanceledException>(() => BackupArchive.Write(
            stream, BackupBench.Manifest([entry]), _ => new MemoryStream(octets), BackupBench.Passphrase, 1, cancelled.Token));
        Assert.True(stream.Length < 200_000, $"{stream.Length} octets were written");
    }

    [Fact]
    public void Read_GoodArchiveOfThisBench_IsTaken()
    {
        var backup = BackupBench.WriteRaw(Manifest(File("key", "a")), tar =>
        {
            tar.WriteEntry(BackupBench.Plain("files/farlink.toml", Encoding.UTF8.GetBytes(Toml)));
            tar.WriteEntry(Entry("files/a"));
        });
        Assert.Equal("AAAA", Encoding.ASCII.GetString(BackupBench.Read(backup)["a"]));
    }

    private static void AssertUnexpected(string refusal) =>
        Assert.Contains("which is not the plain file that has to be there", refusal, StringComparison.Ordinal);

    /// <summary>What is said of an archive with a good configuration, and then this.</summary>
    private static string Refusal(string manifest, Action<TarWriter> entries) =>
        BackupBench.Refusal(BackupBench.WriteRaw(manifest, tar =>
        {
            tar.WriteEntry(BackupBench.Plain("files/farlink.toml", Encoding.UTF8.GetBytes(Toml)));
            entries(tar);
        }));

    private static PaxTarEntry Entry(string name) => BackupBench.Plain(name, "AAAA"u8.ToArray());

    private static string Manifest(params string[] files)
    {
        var toml = BackupBench.File(BackupKind.Configuration, "farlink.toml", Encoding.UTF8.GetBytes(Toml)).Entry;
        return Whole("site", [File("configuration", toml.Path, octets: toml.Octets, hash: toml.Sha256), .. files]);
    }

    private static string Whole(string role, params string[] files) =>
        $"{{\"farlink_backup\": 1, \"role\": \"{role}\", \"name\": \"barn\", \"made_at\": \"2027-01-02T03:04:05Z\", "
        + $"\"program\": \"1\", \"folder\": \"/etc/farlink\", \"files\": [{string.Join(", ", files)}], \"not_included\": []}}";

    private static string File(string kind, string path, string mode = "0600", long octets = 4, string? hash = null)
    {
        hash ??= BackupBench.File(BackupKind.Key, "a", "AAAA"u8).Entry.Sha256;
        return $"{{\"kind\": \"{kind}\", \"path\": \"{path}\", \"mode\": \"{mode}\", "
            + $"\"octets\": {octets}, \"sha256\": \"{hash}\"}}";
    }

    /// <summary>Somebody gives up when the first chunk is written.</summary>
    private sealed class GivenUpStream(CancellationTokenSource source) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            if (buffer.Length > 60_000) source.Cancel();
        }
    }
}
