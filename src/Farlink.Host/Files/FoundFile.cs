using System.Security.Cryptography;
using System.Text;

namespace Farlink.Host.Files;

/// <summary>A file as it is found on a system.</summary>
/// <param name="Content">Its octets.</param>
/// <param name="Standing">Owner and mode.</param>
internal sealed record FoundFile(byte[] Content, FileStanding Standing)
{
    /// <summary>Largest file that is read, in octets: no configuration is near it.</summary>
    public const int MostOctets = 1024 * 1024;

    /// <summary>SHA-256 of its octets, in hexadecimal.</summary>
    public string Hash => HashOf(Content);

    /// <summary>SHA-256 of octets, in hexadecimal.</summary>
    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Reads what is at a path; null: nothing.</summary>
    /// <exception cref="HostFileException">It is no file, too large, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">We may not.</exception>
    public static FoundFile? TryRead(string path, HostRoot root)
    {
        try
        {
            if (UnixFile.TryLook(root.Map(path)) is not { } found) return null;
            if (found.Kind != FileKind.File)
            {
                var real = root.Map(path);
                throw new HostFileException(
                    $"{real} is a {(found.Kind == FileKind.Folder ? "folder" : "symbolic link or device")} and is left alone. "
                    + $"Move it away first: mv {real} {real}.before");
            }

            using var stream = new FileStream(root.Map(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (stream.Length > MostOctets)
                throw new HostFileException(
                    $"{root.Map(path)} has {stream.Length} octets; at most {MostOctets} are read. What is it?");
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new FoundFile(content, UnixFile.Look(stream.SafeFileHandle).Standing);
        }
        catch (IOException failure)
        {
            throw new HostFileException($"Cannot read {root.Map(path)}: {failure.Message}", failure);
        }
    }

    /// <summary>The text at a path; null: there is nothing, or no regular file.</summary>
    /// <exception cref="HostFileException">It is too large, or cannot be read.</exception>
    public static string? TextOf(string path, HostRoot root)
    {
        try
        {
            return UnixFile.TryLook(root.Map(path)) is (FileKind.File, _) && TryRead(path, root) is { } found
                ? Encoding.UTF8.GetString(found.Content) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new HostFileException($"Cannot read {root.Map(path)}: {failure.Message}", failure);
        }
    }
}
