using System.Globalization;
using System.Text;
using Farlink.Mqtt.Access;

namespace Farlink.Setup;

/// <summary>Users of a site's broker and what they may do: the files <c>passwords</c> and <c>acl</c>.</summary>
internal static class DeviceUsers
{
    public const string PasswordFileName = "passwords";
    public const string AclFileName = "acl";

    /// <summary>
    /// The users that a folder has already: a device that was set up keeps its password, and who was added by hand stays.
    /// </summary>
    public static PasswordFile Known(string folder)
    {
        var path = Path.Combine(folder, PasswordFileName);
        return PasswordFile.Parse(File.Exists(path) ? File.ReadAllText(path) : "", path);
    }

    /// <summary>Users that have lines in the access list of a folder, in its order; it need not be a good one.</summary>
    public static IReadOnlyList<string> Listed(string folder)
    {
        const string Word = "user";
        var path = Path.Combine(folder, AclFileName);
        if (!File.Exists(path)) return [];
        return
        [
            .. File.ReadAllLines(path).Select(line => line.Trim().Split([' ', '\t'], 2, StringSplitOptions.TrimEntries))
                .Where(words => words.Length == 2 && words[0] == Word && words[1].Length > 0)
                .Select(words => words[1]).Distinct(),
        ];
    }

    /// <summary>A password for each device.</summary>
    public static IReadOnlyList<DevicePassword> Passwords(IReadOnlyList<string> devices, Func<int, byte[]> random) =>
        [.. devices.Select(device => new DevicePassword(device, RandomWords.Make(random)))];

    /// <summary>The password file: hashes, those that were there among them.</summary>
    public static string PasswordText(PasswordFile file, IReadOnlyList<DevicePassword> passwords)
    {
        foreach (var one in passwords) file.Set(one.Device, one.Password);
        return file.ToString();
    }

    /// <summary>The access list: a section for each device, with the topics of its presets and no others.</summary>
    public static string Acl(IReadOnlyList<string> devices, IReadOnlyList<string> presets)
    {
        var chosen = Presets.All.Where(preset => presets.Contains(preset.Name)).ToList();
        var text = new StringBuilder(
            "# What each device may do; what no line allows is refused. In mosquitto's format.\n"
            + "# A user of its own for somebody who looks: mosquitto_passwd passwords viewer, and here\n"
            + "#   user viewer\n"
            + "#   topic read #\n");
        foreach (var preset in chosen.Where(preset => preset.Hint.Length > 0))
            text.Append(CultureInfo.InvariantCulture, $"# {preset.Name}: {preset.Hint}\n");
        foreach (var device in devices)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nuser {device}\n");
            foreach (var access in chosen.SelectMany(preset => preset.Access).Distinct())
                text.Append(CultureInfo.InvariantCulture, $"topic {access.Access} {access.Of(device)}\n");
        }

        return text.ToString();
    }
}
