namespace Farlink.EndToEnd.Tests;

/// <summary>
/// <c>farlink wifi --apply</c> and <c>--undo</c> to their end, in namespaces whose system they may change. What
/// <c>tests/wifi/apply.sh</c> saw.
/// </summary>
public sealed class WifiApplyTests(WifiApplyTests.OneRun run) : IClassFixture<WifiApplyTests.OneRun>
{
    private const string HostapdUnits =
        "farlink-wifi-firewall.service farlink-ap-address.service dnsmasq.service hostapd.service";

    private const string ManagedUnits = "farlink-wifi-firewall.service farlink-ap.service";

    [Theory]
    [InlineData("hostapd-apply")]
    [InlineData("hostapd-secret")]
    [InlineData("hostapd-passphrase")]
    [InlineData("networkmanager-apply")]
    [InlineData("networkmanager-secret")]
    [InlineData("networkmanager-passphrase")]
    public void Apply_SystemInGoodOrder_WritesTheFiles(string check) => Assert.Equal($"ok {check}", run.Line(check));

    [Theory]
    [InlineData(
        "hostapd",
        $"daemon-reload|unmask hostapd.service|enable {HostapdUnits}|restart {HostapdUnits}|try-restart chrony.service|")]
    [InlineData(
        "networkmanager",
        $"daemon-reload|enable {ManagedUnits}|restart {ManagedUnits}|try-restart chrony.service|")]
    public void Apply_SystemInGoodOrder_RunsTheCommands(string profile, string commands) =>
        Assert.Equal($"ok {profile}-apply-commands {commands}", run.Line($"{profile}-apply-commands"));

    [Theory]
    [InlineData("hostapd")]
    [InlineData("networkmanager")]
    public void Undo_AfterApply_LeavesTheSystemAsItWas(string profile)
    {
        Assert.Equal($"ok {profile}-undo", run.Line($"{profile}-undo"));
        Assert.Equal($"ok {profile}-as-before", run.Line($"{profile}-as-before"));
        var commands = run.Line($"{profile}-undo-commands");
        Assert.Contains("disable --now ", commands, StringComparison.Ordinal);
        Assert.Equal(profile == "hostapd", commands.Contains("|mask hostapd.service|", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("command-fails")]
    [InlineData("command-named")]
    [InlineData("command-left")]
    public void Apply_CommandThatFails_IsNamedWithThoseThatWereNotRun(string check) =>
        Assert.Equal($"ok {check}", run.Line(check));

    [Theory]
    [InlineData("other-profile")]
    [InlineData("other-profile-at-once")]
    [InlineData("same-network")]
    [InlineData("same-network-reason")]
    [InlineData("other-job")]
    [InlineData("other-job-reason")]
    [InlineData("refused-as-before")]
    public void Apply_SomethingIsInTheWay_IsRefusedBeforeThePlan(string check) => Assert.Equal($"ok {check}", run.Line(check));

    [Theory]
    [InlineData("locked")]
    [InlineData("locked-reason")]
    [InlineData("undo")]
    [InlineData("undo-again")]
    [InlineData("as-before")]
    public void Undo_AnotherIsAtItOrNothingIsLeft_IsRefused(string check) => Assert.Equal($"ok {check}", run.Line(check));

    /// <summary>The script, run once.</summary>
    public sealed class OneRun : IAsyncLifetime
    {
        private static readonly string[] Namespaces = ["--net", "--mount", "--mount-proc"];
        private RunningProcess _script = null!;

        public string Line(string check) => WifiScript.Line(_script, check);

        public async ValueTask InitializeAsync()
        {
            _script = WifiScript.Start("apply.sh", Namespaces, NativeProgram.Path);
            var code = await _script.WaitForExitAsync(TimeSpan.FromSeconds(60));
            Assert.True(code == 0, _script.Output);
        }

        public ValueTask DisposeAsync() => _script.DisposeAsync();
    }
}
