using Farlink.Dashboard.Access;

namespace Farlink.Dashboard.Tests.Access;

/// <summary>What passwords are checked by.</summary>
public sealed class PasswordHashTests
{
    /// <summary>By Python: hashlib.pbkdf2_hmac("sha256", b"correct horse", bytes(range(16)), 100000, 32).</summary>
    private const string Known = "pbkdf2-sha256$100000$AAECAwQFBgcICQoLDA0ODw==$V/LC8HOXSNUWQZsGKohGZjI8WD6krhZVBKgfe1PGKgk=";

    [Fact]
    public void Create_Password_IsTheOnlyOneThatFits()
    {
        var hash = PasswordHash.Create("correct horse");
        Assert.StartsWith("pbkdf2-sha256$600000$", hash.ToString(), StringComparison.Ordinal);
        Assert.True(PasswordHash.TryParse(hash.ToString(), out var read));
        Assert.True(read.Verify("correct horse"));
        Assert.False(read.Verify("correct horsf"));
        Assert.False(read.Verify(""));
        Assert.False(read.Verify(new string('a', PasswordHash.MostCharacters + 1)));
    }

    [Fact]
    public void Create_SamePassword_HasAnotherSalt() =>
        Assert.NotEqual(PasswordHash.CreateWeak("correct horse").ToString(), PasswordHash.CreateWeak("correct horse").ToString());

    [Theory]
    [InlineData(7)]
    [InlineData(1025)]
    public void Create_LengthBesideTheRange_IsRefused(int characters) =>
        Assert.Throws<ArgumentException>(() => PasswordHash.Create(new string('a', characters)));

    [Fact]
    public void Verify_HashOfAnotherProgram_Fits()
    {
        Assert.True(PasswordHash.TryParse(Known, out var hash));
        Assert.True(hash.Verify("correct horse"));
        Assert.False(hash.Verify("wrong horse"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("correct horse")]
    [InlineData("pbkdf2-sha256$600000$AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("pbkdf2-sha1$600000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$99999$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$10000001$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$-600000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$600000$AAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$600000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("pbkdf2-sha256$600000$!$!")]
    public void TryParse_NoHashOrAWeakOne_IsRefused(string text) => Assert.False(PasswordHash.TryParse(text, out _));
}
