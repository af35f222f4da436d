using Farlink.Configuration;
using Farlink.Hosting;
using Microsoft.Extensions.Logging;

namespace Farlink.Tests;

/// <summary>What is around a service: where it logs, where it is asked.</summary>
public sealed class HostingTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    [Theory]
    [InlineData("8:12345", "socket:[12345]", true)]
    [InlineData("8:12345", "socket:[1234]", false)]
    [InlineData("8:12345", "/dev/pts/0", false)]
    [InlineData("8:12345", null, false)]
    [InlineData("8:", "socket:[]", false)]
    [InlineData("12345", "socket:[12345]", false)]
    [InlineData("", "socket:[12345]", false)]
    [InlineData(null, "socket:[12345]", false)]
    public void JournalStream_VariableAndStream_AreTheSameOrNot(string? named, string? target, bool expected) =>
        Assert.Equal(expected, JournalStream.Is(named, target));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void StatusPlace_WithoutSystemd_IsBesideTheStoreForItsOwner(string? folder) => Assert.Equal(
        ("/var/lib/barn/farlink.db.sock", Owner), StatusPlace.ToListen(Role.Site, "/var/lib/barn/farlink.db", folder));

    [Theory]
    [InlineData("/run/farlink", "/run/farlink/base.sock")]
    [InlineData("/run/a:/run/b", "/run/a/base.sock")]
    public void StatusPlace_UnderSystemd_IsInItsFolderForTheGroupToo(string folder, string expected) => Assert.Equal(
        (expected, Owner | Group), StatusPlace.ToListen(Role.Base, "/var/lib/farlink/farlink.db", folder));

    [Theory]
    [InlineData("base", null, "/run/farlink/base.sock /d/x.db.sock")]
    [InlineData("site", "/run/own", "/run/own/site.sock /run/farlink/site.sock /d/x.db.sock")]
    [InlineData("", "/run/farlink", "/run/farlink/site.sock /run/farlink/base.sock /d/x.db.sock")]
    public void StatusPlace_WhereToAsk_IsEverywhereItMayListen(string role, string? folder, string expected)
    {
        Role? known = role switch { "site" => Role.Site, "base" => Role.Base, _ => null };
        var places = StatusPlace.ToAsk(new EndPlace("/d/farlink.toml", known, "/d/x.db"), folder);
        Assert.Equal(expected, string.Join(' ', places));
    }

    [Fact]
    public void LogLevelSwitch_Changed_CountsAtOnce()
    {
        var level = new LogLevelSwitch(LogLevel.Warning);
        Assert.Equal((false, true), (level.Lets(LogLevel.Information), level.Lets(LogLevel.Warning)));
        level.Level = LogLevel.Debug;
        Assert.True(level.Lets(LogLevel.Information));
        level.Level = LogLevel.None;
        Assert.False(level.Lets(LogLevel.Critical));
    }
}
