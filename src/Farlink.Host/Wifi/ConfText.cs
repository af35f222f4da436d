using System.Globalization;
using Farlink.Host.Files;

namespace Farlink.Host.Wifi;

/// <summary>What all the files have in common.</summary>
internal static class ConfText
{
    /// <summary>In place of the passphrase, where the text is shown.</summary>
    public const string Mask = "********";

    /// <summary>The first line of each; # begins a comment in all their formats.</summary>
    private const string Header = "# Written by farlink wifi. farlink wifi --undo puts back what was here.";

    /// <summary>A file that everybody may read.</summary>
    /// <param name="path">Its path on the system.</param>
    /// <param name="text">Its text, without a new line at the end.</param>
    public static HostFile File(string path, string text) => new(path, Whole(text), HostFile.Readable);

    /// <summary>A file with the passphrase in it.</summary>
    /// <param name="path">Its path on the system.</param>
    /// <param name="text">Its text, without a new line at the end, with a passphrase.</param>
    /// <param name="passphrase">The passphrase.</param>
    public static HostFile SecretFile(string path, Func<string, string> text, string passphrase) =>
        new(path, Whole(text(passphrase)), HostFile.Secret) { Masked = Whole(text(Mask)) };

    /// <summary>Whether a text was written by this program.</summary>
    public static bool IsOurs(string text) => text.StartsWith(Header, StringComparison.Ordinal);

    /// <summary>A length of time as dnsmasq takes it, in the largest unit that it is a whole number of.</summary>
    public static string Lease(TimeSpan lease)
    {
        var seconds = (long)lease.TotalSeconds;
        var (number, unit) = seconds % 3600 == 0 ? (seconds / 3600, "h")
            : seconds % 60 == 0 ? (seconds / 60, "m") : (seconds, string.Empty);
        return string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");
    }

    private static string Whole(string text) => $"{Header}\n{text}\n";
}
