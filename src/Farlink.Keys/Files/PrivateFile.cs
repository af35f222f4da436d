namespace Farlink.Keys.Files;

/// <summary>Files that only their owner may read.</summary>
public static class PrivateFile
{
    /// <summary>Largest file read, in octets: nothing here is near it.</summary>
    public const int MostOctets = 1024 * 1024;

    private const int PartOctets = 4096;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Writes a new file with mode 0600. It appears under its name only when it is complete.</summary>
    /// <param name="path">Path; its folder must exist.</param>
    /// <param name="octets">Content.</param>
    /// <param name="replace">Whether a file of that name may be replaced.</param>
    /// <exception cref="KeyFileException">The file exists, or cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> octets, bool replace = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        var draft = DraftOf(path);
        try
        {
            using (var stream = Create(draft))
            {
                stream.Write(octets);
                stream.Flush(flushToDisk: true);
            }

            Put(draft, path, replace);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"Cannot write {path}: {failure.Message}", failure);
        }
        finally
        {
            if (File.Exists(draft)) File.Delete(draft);
        }
    }

    /// <summary>As <see cref="Write(string, ReadOnlySpan{byte}, bool)"/>, for content that does not fit memory.</summary>
    /// <param name="path">Path; its folder must exist.</param>
    /// <param name="content">Writes it.</param>
    /// <param name="replace">Whether a file of that name may be replaced.</param>
    /// <exception cref="KeyFileException">The file exists, or cannot be written.</exception>
    public static void Write(string path, Action<Stream> content, bool replace)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(content);
        var draft = DraftOf(path);
        try
        {
            using (var stream = Create(draft))
            {
                content(stream);
                stream.Flush(flushToDisk: true);
            }

            Put(draft, path, replace);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"Cannot write {path}: {failure.Message}", failure);
        }
        finally
        {
            if (File.Exists(draft)) File.Delete(draft);
        }
    }

    /// <summary>
    /// Reads a file that nobody but its owner may read, or a pipe to its end: what is in that is there for one reader, whatever
    /// its mode.
    /// </summary>
    /// <exception cref="KeyFileException">It is missing, unreadable, too large, or others may read or write it.</exception>
    public static byte[] Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path)) throw new KeyFileException($"{path} is a folder.");
        try
        {
            // The mode is asked of the open file, so that it cannot be swapped in between.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var mode = File.GetUnixFileMode(stream.SafeFileHandle);
            if (stream.CanSeek && (mode & Others) != 0)
            {
                throw new KeyFileException(
                    $"{path} holds a secret but has mode 0{Convert.ToString((int)mode, 8)}: others may use it. "
                    + $"Cure: chmod 600 {path}");
            }

            return ReadAll(stream, path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KeyFileException($"{path} does not exist.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"Cannot read {path}: {failure.Message}", failure);
        }
    }

    /// <summary>A pipe does not tell its length.</summary>
    private static byte[] ReadAll(FileStream stream, string path)
    {
        using var content = new MemoryStream();
        var part = new byte[PartOctets];
        while (stream.Read(part) is var count and > 0)
        {
            content.Write(part.AsSpan(0, count));
            if (content.Length > MostOctets)
                throw new KeyFileException($"{path} has more than {MostOctets} octets, the most that are read.");
        }

        return content.ToArray();
    }

    private static string DraftOf(string path) => $"{path}.{Environment.ProcessId}.new";

    private static FileStream Create(string draft)
    {
        // Anew: a file or link that somebody has put there would decide what is written, and who may read it.
        File.Delete(draft);
        return new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        });
    }

    private static void Put(string draft, string path, bool replace)
    {
        if (File.Exists(path) && !replace)
        {
            throw new KeyFileException(
                $"{path} exists already and is left as it is. Choose another name, or remove it first.");
        }

        var isSpecial = new FileInfo(path).LinkTarget is not null || path.StartsWith("/dev/", StringComparison.Ordinal);
        if (File.Exists(path) && isSpecial)
            throw new KeyFileException($"{path} is a link or a device and is left as it is. Name a file.");
        File.Move(draft, path, overwrite: replace);
    }
}
