using Farlink.Commands;
using Farlink.Keys.Files;

namespace Farlink.Tests.Backup;

/// <summary>A passphrase that is no text is refused where it comes from.</summary>
public sealed class BackupPassphraseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-passphrase-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Get_FileInLatin1_IsRefused(bool isNew)
    {
        var file = Path.Combine(_folder, "passphrase");
        PrivateFile.Write(file, [.. "correct horse batter"u8, 0xFC]);
        var refused = Assert.Throws<KeyFileException>(() => BackupPassphrase.Get(file, isNew));
        Assert.Contains("is not UTF-8", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromEnvironment_OctetsThatAreNoText_AreRefused()
    {
        const string variable = "FARLINK_TEST_OF_PASSPHRASES";
        Environment.SetEnvironmentVariable(variable, "correct horse batter\uFFFD");
        var refused = Assert.Throws<UsageException>(() => Passphrase.FromEnvironment(variable));
        Assert.Contains(variable, refused.Message, StringComparison.Ordinal);
        Environment.SetEnvironmentVariable(variable, "correct horse battery");
        Assert.Equal("correct horse battery", Passphrase.FromEnvironment(variable));
        Environment.SetEnvironmentVariable(variable, null);
        Assert.Null(Passphrase.FromEnvironment(variable));
    }
}
