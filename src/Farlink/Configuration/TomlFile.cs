namespace Farlink.Configuration;

/// <summary>A TOML file, read and parsed.</summary>
internal static class TomlFile
{
    /// <summary>Longest configuration: 1 MiB.</summary>
    private const int MostOctets = 1024 * 1024;

    /// <summary>Reads one; null, with the reason among the problems, if it cannot be read or is no TOML.</summary>
    public static ConfigTable? Read(string path, List<ConfigProblem> problems)
    {
        string text;
        try
        {
            text = Text(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ConfigProblem(
                Severity.Error, new ConfigPosition(path, 0, 0), "file", string.Empty, Reason(path, failure)));
            return null;
        }

        var root = TomlReader.Read(text, path, problems);
        return problems.Exists(problem => problem.Severity == Severity.Error) ? null : root;
    }

    private static string Text(string path)
    {
        using var stream = File.OpenRead(path);
        var octets = new byte[MostOctets + 1];
        var length = stream.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false);
        if (length > MostOctets) throw new IOException($"it is longer than {MostOctets / 1024} KiB: no configuration is");
        using var reader = new StreamReader(new MemoryStream(octets, 0, length));
        return reader.ReadToEnd();
    }

    private static string Reason(string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => Missing(path),

        // .NET says the same of a folder.
        UnauthorizedAccessException when Directory.Exists(path) => "it is a folder: name the file in it",
        UnauthorizedAccessException =>
            $"you may not read {ConfigPlace.Denied(path)}: give the same command with sudo before it",
        _ => failure.Message,
    };

    private static string Missing(string path)
    {
        var restore = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.restore");
        return !Directory.Exists(restore) ? "there is no such file; name it with -c FILE, or make one: sudo farlink init"
            : MayBeDecided(restore) ? $"it is missing, and a restore was interrupted: sudo farlink restore --finish -c {path}"
            : "it is missing, and a restore was cut off before it began: give the same farlink restore again";
    }

    /// <summary>Whether there is a list of moves to finish (RestoreMoves), or only who began it may see that.</summary>
    private static bool MayBeDecided(string restore)
    {
        try
        {
            return Directory.GetFiles(restore, "moves").Length > 0;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
