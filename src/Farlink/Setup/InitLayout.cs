namespace Farlink.Setup;

/// <summary>Where the files of an end are.</summary>
/// <param name="Output">Folder of the configuration; absolute.</param>
/// <param name="State">Folder that the service writes to; absolute, and the same as the other where one user has both.</param>
/// <param name="IsSystem">Whether these are the folders of the package's services.</param>
internal sealed record InitLayout(string Output, string State, bool IsSystem)
{
    /// <summary>The configuration.</summary>
    public string Config => Path.Combine(Output, "farlink.toml");

    /// <summary>Whether the service may not write where its configuration is.</summary>
    public bool IsApart => Output != State;

    /// <summary>A path as the configuration names it: relative to its folder, if it is in it.</summary>
    public string Named(string path) =>
        path.StartsWith($"{Output}/", StringComparison.Ordinal) ? path[(Output.Length + 1)..] : path;
}
