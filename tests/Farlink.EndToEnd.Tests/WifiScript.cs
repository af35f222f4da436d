using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Farlink.EndToEnd.Tests;

/// <summary>
/// The scripts of <c>tests/wifi</c>, in namespaces of their own: what they start ends with them, however they end. No rights are
/// needed where users may make namespaces. They print "ok NAME .." or "FAIL NAME .." for each check, and at last
/// <see cref="End"/>.
/// </summary>
internal static class WifiScript
{
    /// <summary>Their last line.</summary>
    public const string End = "checks end";

    /// <summary>What <c>farlink wifi</c> and the stations share.</summary>
    public const string Passphrase = "correct horse battery";

    /// <summary>Where kernel and tools of the machine are kept from one run to the next.</summary>
    public static string Cache => Path.GetFullPath(Path.Combine(Folder(), "..", "..", "artifacts", "wifi-vm"));

    /// <summary>Starts one.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="namespaces">Options of unshare(1) beside a process namespace.</param>
    /// <param name="arguments">Its arguments.</param>
    public static RunningProcess Start(string name, string[] namespaces, params string[] arguments)
    {
        const string longestSeconds = "170";
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        return RunningProcess.Start(
            "unshare",
            [
                .. user, "--pid", "--fork", "--kill-child", .. namespaces, "timeout", longestSeconds,
                Path.Combine(Folder(), name), .. arguments,
            ]);
    }

    /// <summary>What a script that has ended said about a check.</summary>
    public static string Line(RunningProcess script, string check)
    {
        var line = script.Lines.FirstOrDefault(said => Regex.IsMatch(said, $"^(ok|FAIL) {Regex.Escape(check)}( |$)"));
        Assert.True(line is not null, $"nothing was said about {check}:\n{script.Output}");
        return line.TrimEnd();
    }

    /// <summary>Writes an access point's files with the program's own command.</summary>
    /// <param name="folder">Below it; made if it is not there.</param>
    /// <param name="profile"><c>hostapd</c> or <c>networkmanager</c>.</param>
    /// <param name="ssid">Name of the network.</param>
    /// <param name="channel">Channel of the 2.4 GHz band.</param>
    /// <param name="security"><c>wpa2</c>, <c>wpa3</c> or <c>transition</c>.</param>
    public static Task WriteFilesAsync(string folder, string profile, string ssid, int channel, string security)
    {
        Directory.CreateDirectory(folder);
        return Workshop.DoAsync(
            0, "wifi", "--profile", profile, "--interface", "wlan0", "--ssid", ssid, "--passphrase", Passphrase,
            "--country", "FR", "--channel", $"{channel}", "--security", security, "--output", folder);
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "wifi"));
}
