namespace Farlink.Configuration;

/// <summary>A TOML file, read and parsed.</summary>
internal static class TomlFile
{
    /// <summary>Reads one; null, with the reason among the problems, if it cannot be read or is no TOML.</summary>
    public static ConfigTable? Read(string path, List<ConfigProblem> problems)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add(
                new ConfigProblem(Severity.Error, new ConfigPosition(path, 0, 0), "file", string.Empty, failure.Message));
            return null;
        }

        var root = TomlReader.Read(text, path, problems);
        return problems.Exists(problem => problem.Severity == Severity.Error) ? null : root;
    }
}
