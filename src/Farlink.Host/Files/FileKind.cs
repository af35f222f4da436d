namespace Farlink.Host.Files;

/// <summary>What is found at a path.</summary>
internal enum FileKind
{
    /// <summary>Neither: a symbolic link, a device.</summary>
    Other,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,
}
