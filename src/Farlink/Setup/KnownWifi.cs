using System.Globalization;
using Farlink.Configuration;

namespace Farlink.Setup;

/// <summary>
/// The access point that a site was told to have, in a file beside its configuration: <c>farlink.toml</c> says nothing of WiFi,
/// and the next init and the doctor ask for it. The passphrase is not in it.
/// </summary>
/// <param name="Interface">wlan0</param>
/// <param name="Ssid">Its name.</param>
/// <param name="Country">ISO 3166-1, two capital letters.</param>
/// <param name="Channel">Of the 2.4 GHz band.</param>
internal sealed record KnownWifi(string Interface, string Ssid, string Country, int Channel)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "wifi.toml";

    private const int MostChannels = 14;

    /// <summary>The file in a folder; null: there is none, none is wanted, or it cannot be read.</summary>
    public static KnownWifi? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        List<ConfigProblem> problems = [];
        if (!File.Exists(path) || TomlFile.Read(path, problems) is not { } table) return null;
        var root = new SectionReader(table, "", problems);
        var (isWanted, device, ssid) = (
            root.Flag("access_point", true), root.OptionalText("interface"), root.OptionalText("ssid"));
        var (country, channel) = (root.OptionalText("country"), (int)root.Integer("channel", 0, 0, MostChannels));
        return isWanted && problems.Count == 0 && device is not null && ssid is not null
            ? new KnownWifi(device, ssid, country ?? "", channel) : null;
    }

    /// <summary>The file of a site that has one, or has none any more; null: there is nothing to be said.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="wifi">The access point; null: none.</param>
    public static InitFile? FileOf(string folder, WifiAnswers? wifi)
    {
        var path = Path.Combine(folder, FileName);
        if (wifi is null) return File.Exists(path) ? InitFile.Text(path, "access_point = false\n") : null;
        return InitFile.Text(path, string.Create(CultureInfo.InvariantCulture, $"""
            # The devices' WiFi, as farlink init was told; sudo farlink wifi makes it. The doctor compares.
            access_point = true
            interface = {TomlText.Quote(wifi.Interface)}
            ssid = {TomlText.Quote(wifi.Ssid)}
            country = {TomlText.Quote(wifi.Country)}
            channel = {wifi.Channel}

            """));
    }
}
