using System.Text;
using Farlink.Keys.Files;

namespace Farlink.Commands;

/// <summary>A file with the passphrase of a WiFi, and nothing else.</summary>
internal static class WifiPassphraseFile
{
    /// <summary>What editors on Windows put before a text.</summary>
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Reads it.</summary>
    /// <exception cref="KeyFileException">It cannot be read, others may read it, or more than one line is in it.</exception>
    public static string Read(string path)
    {
        var text = Encoding.UTF8.GetString(PrivateFile.Read(path));

        // An editor ends the line; a passphrase has no end of line in it.
        text = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        if (text.StartsWith(ByteOrderMark))
            throw new KeyFileException($"{path} begins with a byte order mark (BOM): save it as plain text without one.");
        return text.AsSpan().ContainsAny('\r', '\n') ? throw new KeyFileException($"{path} has more than one line.") : text;
    }
}
