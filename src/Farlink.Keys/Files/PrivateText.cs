using System.Text;

namespace Farlink.Keys.Files;

/// <summary>Passphrases and passwords, as text in files that only their owner may read.</summary>
public static class PrivateText
{
    /// <summary>
    /// Octets that are no text must not become the same character: all passphrases in another encoding would be one.
    /// </summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads one, in UTF-8, without the end of its line.</summary>
    /// <exception cref="KeyFileException">It is missing, others may read it, or it is not UTF-8.</exception>
    public static string Read(string path)
    {
        try
        {
            return Strict.GetString(PrivateFile.Read(path)).TrimEnd('\r', '\n');
        }
        catch (DecoderFallbackException failure)
        {
            throw new KeyFileException(
                $"{path} is not UTF-8: no passphrase or password of farlink is written so. Save it as UTF-8, or turn it into "
                + "that with: iconv -f latin1 -t utf-8",
                failure);
        }
    }
}
