using System.Runtime.CompilerServices;
using Farlink.Commands;

namespace Farlink.Tests;

/// <summary>What the package's units run is what the program understands; eng/test-package.sh has systemd read them.</summary>
public sealed class UnitFileTests
{
    [Theory]
    [InlineData("site")]
    [InlineData("base")]
    public void Unit_BeforeTheService_FinishesARestoreAsRoot(string role)
    {
        var unit = Unit(role);
        Assert.Equal(["+/usr/bin/farlink restore --finish -c /etc/farlink/farlink.toml"], Values(unit, "ExecStartPre"));
        Assert.Equal(["farlink"], Values(unit, "User"));
    }

    /// <summary>systemd stops at the first that fails (systemd.service(5)).</summary>
    [Theory]
    [InlineData("site")]
    [InlineData("base")]
    public void Unit_Reload_ChecksTheConfigurationFirst(string role) => Assert.Equal(
        [$"/usr/bin/farlink config check --role {role} -c /etc/farlink/farlink.toml", "/bin/kill -HUP $MAINPID"],
        Values(Unit(role), "ExecReload"));

    [Theory]
    [InlineData("site")]
    [InlineData("base")]
    public void Unit_Commands_AreUnderstood(string role)
    {
        var unit = Unit(role);
        string[] keys = ["ExecStartPre", "ExecStart", "ExecReload"];
        var commands = keys.SelectMany(key => Values(unit, key)).ToList();
        Assert.True(commands.Remove("/bin/kill -HUP $MAINPID"));
        Assert.Equal(3, commands.Count);
        foreach (var command in commands)
        {
            var words = command.TrimStart('+').Split(' ');
            Assert.Equal("/usr/bin/farlink", words[0]);
            Assert.Empty(FarlinkProgram.Root().Parse(words[1..]).Errors);
        }
    }

    private static List<string> Values(string[] unit, string key) =>
    [
        .. unit.Where(line => line.StartsWith($"{key}=", StringComparison.Ordinal)).Select(line => line[(key.Length + 1)..]),
    ];

    private static string[] Unit(string role, [CallerFilePath] string here = "") => File.ReadAllLines(
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "deploy", "systemd", $"farlink-{role}.service"));
}
