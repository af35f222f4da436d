using System.Text;

namespace Farlink.Keys.Files;

/// <summary>Files that everybody may read and only their owner may write: certificates, lists of revocations.</summary>
internal static class PublicFile
{
    /// <summary>Writes PEM text; it appears under its name only when it is complete.</summary>
    /// <exception cref="KeyFileException">The file exists, or cannot be written.</exception>
    public static void Write(string path, string pem, bool replace)
    {
        // Written as carefully as a key, then opened for all.
        PrivateFile.Write(path, Encoding.ASCII.GetBytes(pem + "\n"), replace);
        File.SetUnixFileMode(
            path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}
