using System.Text.Json;

namespace Farlink.EndToEnd.Tests;

/// <summary><c>farlink wifi</c> as it is typed: what it shows, what it writes below a folder, what it refuses.</summary>
public sealed class WifiCommandTests : IDisposable
{
    private static readonly string[] Good =
        ["wifi", "--profile", "hostapd", "--ssid", "farm", "--passphrase", "correct horse", "--country", "fr"];

    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-e2e-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Wifi_Shown_MasksThePassphraseAndWritesNothing()
    {
        var (code, output) = await RunAsync(Good);
        Assert.True(code == 0, output);
        Assert.Contains("/etc/hostapd/hostapd.conf  0600 root  ", output, StringComparison.Ordinal);
        Assert.Contains("    wpa_passphrase=********", output, StringComparison.Ordinal);
        Assert.Contains("    country_code=FR", output, StringComparison.Ordinal);
        Assert.Contains("systemctl unmask hostapd.service", output, StringComparison.Ordinal);
        Assert.Contains("Nothing was written.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", output, StringComparison.Ordinal);
        (_, output) = await RunAsync([.. Good, "--show-passphrase"]);
        Assert.Contains("    wpa_passphrase=correct horse", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hostapd", "etc/hostapd/hostapd.conf", "wpa_passphrase=from a file\n")]
    [InlineData("networkmanager", "etc/NetworkManager/system-connections/farlink.nmconnection", "psk=from a file\n")]
    public async Task Wifi_Output_WritesBelowTheFolderWithModes(string profile, string secret, string line)
    {
        var file = await WriteSecretAsync("wifi.txt", "from a file\n");
        var root = Path.Combine(_folder, "root");
        var (code, output) = await RunAsync(
        [
            "wifi", "--profile", profile, "--ssid", "farm", "--country", "FR", "--passphrase-file", file, "--output", root,
            "--json",
        ]);
        Assert.True(code == 0, output);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(profile, report.GetProperty("profile").GetString());
        foreach (var written in report.GetProperty("files").EnumerateArray())
        {
            var path = root + written.GetProperty("path").GetString();
            Assert.Equal(written.GetProperty("mode").GetString(), $"0{Convert.ToString((int)File.GetUnixFileMode(path), 8)}");
            Assert.Equal(
                Environment.IsPrivilegedProcess ? "root" : Environment.UserName, written.GetProperty("owner").GetString());
        }

        Assert.DoesNotContain("from a file", output, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(Path.Combine(root, secret));
        Assert.Contains(line, text, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(root, secret)));
    }

    [Theory]
    [InlineData("--channel: 13 is not allowed in US. 1 to 11, of the 2.4 GHz band.", "--country", "US", "--channel", "13")]
    [InlineData("--country: 'XX' is no country", "--country", "XX")]
    [InlineData("--ssid: it has 33 octets", "--ssid", "123456789012345678901234567890123")]
    [InlineData("--passphrase: it has 5 characters", "--passphrase", "short")]
    [InlineData("--interface: 'wlan 0' is no name", "--interface", "wlan 0")]
    [InlineData("--range: it goes backwards", "--range", "192.168.2.200-192.168.2.10")]
    [InlineData("--pmf: WPA3 demands", "--security", "wpa3", "--pmf", "off")]
    [InlineData("--security: NetworkManager cannot offer", "--profile", "networkmanager", "--security", "transition")]
    [InlineData("--pmf: NetworkManager cannot offer", "--profile", "networkmanager", "--pmf", "optional")]
    [InlineData("--broker-port: 0 is no TCP port", "--broker-port", "0")]
    [InlineData("--broker-port: 'x' is not a number", "--broker-port", "x")]
    [InlineData("--channel: 0 is not allowed in FR. 1 to 13, of the 2.4 GHz band.", "--channel", "0")]
    [InlineData(
        "--channel: 36 is not in the 2.4 GHz band, and an ESP8266 hears no other. 1 to 13.", "--channel", "36")]
    [InlineData("--interface: all stands for every interface", "--interface", "all")]
    [InlineData("--name: '123' is no DNS name", "--name", "123")]
    [InlineData("--channel must be a whole number, not 'six'", "--channel", "six")]
    [InlineData("--channel must be a whole number, not '4294967302'", "--channel", "4294967302")]
    [InlineData("--lease 'soon' is not a time", "--lease", "soon")]
    [InlineData("--profile: 'dnsmasq' is none. Allowed are", "--profile", "dnsmasq")]
    [InlineData("Give one of --output, --apply and --undo", "--apply")]
    public async Task Wifi_RefusedValue_ExitsWithTwoAndWritesNothing(string expected, params string[] more)
    {
        var root = Path.Combine(_folder, "root");
        var names = more.Where(part => part.StartsWith("--", StringComparison.Ordinal)).ToHashSet();
        string[] kept = [.. Good.Skip(1).Chunk(2).Where(pair => !names.Contains(pair[0])).SelectMany(pair => pair)];
        var (code, output) = await RunAsync(["wifi", .. kept, .. more, "--output", root]);
        Assert.Equal(2, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(root));
    }

    /// <summary>Where no folder can be made, root or not.</summary>
    [Fact]
    public async Task Wifi_OutputCannotBeWritten_HasShownThePlanBefore()
    {
        var (code, output) = await RunAsync([.. Good, "--output", "/proc/farlink-none"]);
        Assert.Equal(1, code);
        Assert.Contains("/etc/hostapd/hostapd.conf  0600 root  ", output, StringComparison.Ordinal);
        Assert.Contains("    wpa_passphrase=********", output, StringComparison.Ordinal);
        Assert.Contains("Cannot make the folder /proc/farlink-none/etc", output, StringComparison.Ordinal);
        Assert.Contains("0 of 10 files were written.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("files written", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wifi_OutputThatIsTheSystemByALink_IsRefused()
    {
        var link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, "/");
        var (code, output) = await RunAsync([.. Good, "--output", link]);
        Assert.Equal(2, code);
        Assert.Contains("--output / is this system", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wifi_OutputThatIsAFile_IsRefused()
    {
        var file = await WriteSecretAsync("file", "mine\n");
        var (code, output) = await RunAsync([.. Good, "--output", file]);
        Assert.Equal(2, code);
        Assert.Contains($"--output {file} is a file: name a folder", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wifi_Output_SaysWhereItWrote()
    {
        var (code, output) = await RunAsync([.. Good, "--interface", "farlink-none", "--output", Path.Combine(_folder, "root")]);
        Assert.True(code == 0, output);
        var written = $"10 files written below {Path.Combine(_folder, "root")}";
        Assert.EndsWith(
            Environment.IsPrivilegedProcess ? written
                : $"{written}\nThey belong to {Environment.UserName}; make them root's: sudo chown -R root: '{_folder}/root/etc'",
            output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wifi_OutputOfTheOtherProfile_RemovesItsFilesAndNoOthers()
    {
        string Of(string path) => Path.Combine(_folder, "root", path);
        var (code, output) = await RunAsync([.. Good, "--output", Of("")]);
        Assert.True(code == 0, output);
        await File.WriteAllTextAsync(Of("etc/dnsmasq.d/farlink.conf"), "# mine\n");

        (code, output) = await RunAsync(["wifi", "--profile", "networkmanager", .. Good[3..], "--output", Of("")]);

        Assert.True(code == 0, output);
        Assert.Contains("/etc/hostapd/hostapd.conf  removed: it was of the other profile", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Of("etc/hostapd/hostapd.conf")));
        Assert.False(File.Exists(Of("etc/NetworkManager/conf.d/90-farlink.conf")));
        Assert.True(File.Exists(Of("etc/dnsmasq.d/farlink.conf")));
        Assert.True(File.Exists(Of("etc/farlink/wifi.nft")));
        Assert.True(File.Exists(Of("etc/NetworkManager/system-connections/farlink.nmconnection")));
    }

    [Fact]
    public async Task Wifi_ApplyToAnInterfaceThatIsNotThere_ExitsWithTwoAndSaysSo()
    {
        var (code, output) = await RunAsync([.. Good, "--interface", "farlink-none", "--apply", "--yes"]);
        Assert.Equal(2, code);
        Assert.Contains("there is no network interface farlink-none", output, StringComparison.Ordinal);
        Assert.Contains("none of its files was written", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wifi_Help_HasDefaultsAsTheyAreTyped()
    {
        var (code, output) = await RunAsync(["wifi", "--help"]);
        Assert.Equal(0, code);
        string[] typed = ["2m to 365d (default 12h)", "(default wpa2)", "(default auto)", "[default: wlan0]"];
        Assert.All(typed, text => Assert.Contains(text, output, StringComparison.Ordinal));
        string[] inCode = ["12:00:00", "Wpa2", "(False, Off)"];
        Assert.All(inCode, text => Assert.DoesNotContain(text, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("wpa2", "auto")]
    [InlineData("wpa3", "auto")]
    [InlineData("transition", "auto")]
    [InlineData("wpa2", "off")]
    [InlineData("wpa2", "optional")]
    [InlineData("wpa3", "required")]
    public async Task Wifi_EachWordOfProtection_IsTaken(string security, string protection)
    {
        var (code, output) = await RunAsync([.. Good, "--security", security, "--pmf", protection]);
        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("--output is empty", "wifi", "--output", "")]
    [InlineData("--passphrase-file is empty", "wifi", "--passphrase-file", "")]
    [InlineData("--config is empty", "doctor", "-c", "")]
    [InlineData("--config is empty", "config", "check", "-c", "")]
    [InlineData("--pki is empty", "init", "--role", "base", "--pki", "")]
    [InlineData(
        "--output / is this system", "wifi", "--ssid", "a", "--passphrase", "correct horse", "--country", "FR", "--output", "/")]
    public async Task Path_EmptyOrTheSystem_IsRefusedInOneLine(string expected, params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--ssid farm", "wifi", "--country", "FR", "--passphrase", "correct horse")]
    [InlineData("--country FR", "wifi", "--ssid", "farm", "--passphrase", "correct horse")]
    [InlineData("--passphrase-file FILE", "wifi", "--ssid", "farm", "--country", "FR")]
    public async Task Wifi_ValueThatIsMissing_IsAskedFor(string expected, params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wifi_SeveralThatAreWrongOrMissing_AreToldAtOnce()
    {
        var (code, output) = await RunAsync(["wifi", "--channel", "99", "--passphrase", "short", "--broker-port", "53"]);
        Assert.Equal(2, code);
        string[] problems =
        [
            "--ssid: it is missing", "--country: it is missing", "--channel: 99 is not in the 2.4 GHz band",
            "--passphrase: it has 5 characters", "--broker-port: 53 is that of the site's names",
        ];
        Assert.All(problems, problem => Assert.Contains(problem, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gone.txt", "does not exist")]
    [InlineData("open.txt", "has mode 0644")]
    [InlineData("", "is a folder")]
    [InlineData("mark.txt", "begins with a byte order mark")]
    [InlineData("lines.txt", "has more than one line")]
    public async Task Wifi_PassphraseFileThatIsRefused_ExitsWithTwoAndSaysWhy(string name, string expected)
    {
        var open = Path.Combine(_folder, "open.txt");
        await File.WriteAllTextAsync(open, "correct horse\n");
        File.SetUnixFileMode(
            open, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await WriteSecretAsync("mark.txt", "\uFEFFcorrect horse\n");
        await WriteSecretAsync("lines.txt", "correct horse\nbattery\n");
        var (code, output) = await RunAsync(["wifi", "--country", "FR", "--passphrase-file", Path.Combine(_folder, name)]);
        Assert.Equal(2, code);
        Assert.Contains($"--passphrase-file: {Path.Combine(_folder, name)} ", output, StringComparison.Ordinal);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Contains("--ssid: it is missing", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--passphrase: ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leave out --ssid, --yes", "--undo", "--ssid", "x", "--yes")]
    [InlineData("--apply --json asks nobody: say --yes", "--apply", "--json", "--interface", "farlink-none")]
    public async Task Wifi_OptionsThatDoNotGoTogether_AreRefused(string expected, params string[] arguments)
    {
        var (code, output) = await RunAsync(["wifi", .. arguments]);
        Assert.Equal(2, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    /// <summary>From another program, so that it is in no file.</summary>
    [Theory]
    [InlineData("sh", "printf 'correct horse\n' | \"$0\" wifi --ssid farm --country FR --passphrase-file /dev/stdin")]
    [InlineData("bash", "\"$0\" wifi --ssid farm --country FR --passphrase-file <(printf 'correct horse')")]
    public async Task Wifi_PassphraseFromAPipe_IsTaken(string shell, string line)
    {
        var (code, output) = await RunningProcess.RunAsync(
            shell, "-c", $"{line} --profile hostapd --show-passphrase", NativeProgram.Path);
        Assert.True(code == 0, output);
        Assert.Contains("    wpa_passphrase=correct horse\n", output, StringComparison.Ordinal);
    }

    private async Task<string> WriteSecretAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private static Task<(int Code, string Output)> RunAsync(string[] arguments) =>
        RunningProcess.RunAsync(NativeProgram.Path, arguments);
}
