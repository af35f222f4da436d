namespace Farlink.Setup;

/// <summary>A folder of our own, mode 0700, that is gone afterwards.</summary>
internal sealed class WorkFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("farlink-init-").FullName;

    /// <summary>A path in it.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
