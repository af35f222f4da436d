using System.Collections;
using Farlink.Backup;
using Farlink.Configuration;
using Farlink.Doctor;
using Farlink.Host.Doctor;
using Farlink.Host.Tests;

namespace Farlink.Tests.Doctor;

/// <summary>A host that is not set up yet, or whose configuration cannot be used, is looked at all the same.</summary>
public sealed class WithoutConfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-doctor-test-").FullName;
    private readonly FakeHost _host = new();

    private string Config => Path.Combine(_folder, "farlink.toml");

    public void Dispose()
    {
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task File_NoneNamedAndNoneThere_IsWarnedOfWithTheCommandThatMakesOne()
    {
        var without = Without(isNamed: false);
        var finding = await ExamineAsync(without, "config.file");
        Assert.False(without.IsWrong);
        Assert.Equal((Verdict.Warn, "sudo farlink init"), (finding.Verdict, finding.Cure));
    }

    [Fact]
    public async Task File_RestoreWasInterrupted_IsFinishedAndNotMadeAnew()
    {
        _host.Folder("/etc/farlink/.farlink.toml.restore");
        var finding = await ExamineAsync(Without(isNamed: false), "config.file");
        Assert.Equal(
            (Verdict.Fail, "sudo farlink restore --finish -c /etc/farlink/farlink.toml"), (finding.Verdict, finding.Cure));
    }

    [Fact]
    public async Task File_NamedAndMissing_FailsAndSaysWhich()
    {
        var without = Without(isNamed: true);
        var finding = await ExamineAsync(without, "config.file");
        Assert.True(without.IsWrong);
        Assert.Contains(Config, finding.Saw, StringComparison.Ordinal);
        Assert.Equal((Verdict.Fail, $"farlink init --output {_folder}"), (finding.Verdict, finding.Cure));
    }

    /// <summary>init makes no file of that name: the path is wrong, or the name.</summary>
    [Fact]
    public async Task File_NamedOtherwiseAndMissing_IsLookedForBeforeOneIsMade()
    {
        var path = Path.Combine(_folder, "nothere.toml");
        var without = new WithoutConfig(path, true, ConfigLoader.Load(path, null, new Hashtable()).Problems);
        Assert.Equal(
            $"ls {_folder}\nfarlink init --output {_folder}  # makes {Config}",
            (await ExamineAsync(without, "config.file")).Cure);
    }

    [Fact]
    public async Task File_OfThePackagesNamedAndMissing_IsMadeByInit()
    {
        const string path = "/etc/farlink/farlink.toml";
        if (File.Exists(path) || PendingRestore.Exists(path)) Assert.Skip("this host has an end");
        var without = new WithoutConfig(path, true, ConfigLoader.Load(path, null, new Hashtable()).Problems);
        Assert.Equal("sudo farlink init", (await ExamineAsync(without, "config.file")).Cure);
    }

    /// <summary>One that is where it is looked for counts as named.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_WithErrors_FailsAndSaysWhatAndWhere(bool isNamed)
    {
        File.WriteAllText(Config, "role = \"king\"\n");
        var without = Without(isNamed);
        var finding = await ExamineAsync(without, "config.file");
        Assert.True(without.IsWrong);
        Assert.StartsWith($"{Config}:1:", finding.Saw, StringComparison.Ordinal);
        Assert.Contains("role", finding.Saw, StringComparison.Ordinal);
        Assert.Equal((Verdict.Fail, $"farlink config check -c {Config}"), (finding.Verdict, finding.Cure));
    }

    [Fact]
    public async Task Checks_OfTheHost_RunAndTheOthersAreSkipped()
    {
        _host.File("/etc/os-release", "PRETTY_NAME=\"Debian\"\nVERSION_ID=\"12\"\nID=debian\n")
            .File("/boot/firmware/config.txt", "dtparam=audio=on\n").File("/etc/passwd", "").File("/etc/group", "")
            .File("/proc/self/status", "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nGroups:\t0 \n").File("/proc/net/tcp", "");
        var without = Without(isNamed: false);
        Assert.Equal(Verdict.Ok, (await ExamineAsync(without, "os.release")).Verdict);
        var spi = await ExamineAsync(without, "spi.device");
        Assert.Equal((Verdict.Fail, "sudo raspi-config nonint do_spi 0 && sudo reboot"), (spi.Verdict, spi.Cure));
        Assert.Contains("8883: free", (await ExamineAsync(without, "port.listener")).Saw, StringComparison.Ordinal);
        foreach (var id in (string[])["radio.chip", "radio.reach", "band.channel", "cert.server", "link.pairing", "disk.store"])
        {
            var finding = await ExamineAsync(without, id);
            Assert.Equal((Verdict.Skip, "needs a configuration: see config.file"), (finding.Verdict, finding.Saw));
        }
    }

    /// <summary>Also where the kernel has switched WiFi off, as Raspberry Pi OS does until a country is set.</summary>
    [Fact]
    public async Task Checks_OfTheWifi_RunBeforeThereIsAnAccessPoint()
    {
        _host.Folder("/sys/class/net/wlan0/phy80211").File("/sys/class/rfkill/rfkill0/type", "wlan\n")
            .File("/sys/class/rfkill/rfkill0/soft", "1\n");
        var without = Without(isNamed: false);
        Assert.Equal(Verdict.Ok, (await ExamineAsync(without, "wifi.interface")).Verdict);
        var rfkill = await ExamineAsync(without, "wifi.rfkill");
        Assert.Equal(Verdict.Warn, rfkill.Verdict);
        Assert.EndsWith("sudo rfkill unblock wlan", rfkill.Cure, StringComparison.Ordinal);
        var programs = await ExamineAsync(without, "wifi.programs");
        Assert.Equal(Verdict.Warn, programs.Verdict);
        Assert.Contains("hostapd, dnsmasq, nftables", programs.Saw, StringComparison.Ordinal);
    }

    /// <summary>Nothing that runs may take the context for one with a configuration.</summary>
    [Fact]
    public async Task Checks_All_EndWithAFindingOfTheirOwn()
    {
        foreach (var check in DoctorRegistry.All)
        {
            var finding = await ExamineAsync(Without(isNamed: false), check.Id);
            Assert.DoesNotContain("cast", finding.Saw, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Config, finding.Cure, StringComparison.Ordinal);
        }
    }

    /// <summary>What is skipped says see config.file, which must be there to be seen.</summary>
    [Theory]
    [InlineData(true, "os.release", "config.file os.release")]
    [InlineData(false, "os.release", "os.release")]
    [InlineData(false, "disk.folder", "config.file disk.folder")]
    [InlineData(false, "config,disk.store", "config.file disk.store")]
    public void Checks_SomeOfThem_HaveTheConfigurationAmongThemIfItIsAskedOf(bool isNamed, string only, string expected) =>
        Assert.Equal(
            expected, string.Join(' ', Without(isNamed).Checks(DoctorRegistry.Find(only, out _)).Select(check => check.Id)));

    private WithoutConfig Without(bool isNamed) =>
        new(Config, isNamed, ConfigLoader.Load(Config, null, new Hashtable()).Problems);

    private Task<Finding> ExamineAsync(WithoutConfig without, string id) => DoctorRun.ExamineAsync(
        without.Checks(DoctorRegistry.All).Single(check => check.Id == id),
        without.Context(_host.View, TimeProvider.System), default);
}
