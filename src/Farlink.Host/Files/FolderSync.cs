namespace Farlink.Host.Files;

/// <summary>Brings to the disk what was made, renamed or removed in a folder: else a loss of power may undo it.</summary>
public static class FolderSync
{
    /// <summary>Waits until it is there. Does nothing on file systems that cannot.</summary>
    /// <param name="folder">The folder; its own name in the folder around it is not part of it.</param>
    /// <exception cref="IOException">It cannot be opened for reading, or the disk fails.</exception>
    public static void Of(string folder) => UnixFile.SyncFolder(folder);
}
