using System.Text;

namespace Farlink.Host.Files;

/// <summary>Writes files below a folder, for an image or to look at them. Nothing is kept of what was there.</summary>
public static class FileWriter
{
    /// <summary>Writes them. Each appears when it is complete; they belong to whoever writes them.</summary>
    /// <param name="files">The files.</param>
    /// <param name="root">The folder; it is made if it is not there.</param>
    /// <exception cref="HostFileException">One cannot be written; those before it are, and the message says how many.</exception>
    public static void Write(IReadOnlyList<HostFile> files, HostRoot root)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(root);
        FilePlan.Make(files, root);
        root.RefuseLinksOut(files.Select(file => file.Path));
        var steps = new FileSteps(root);
        var written = 0;
        try
        {
            foreach (var folder in steps.MissingFolders(files.Select(file => file.Path))) steps.CreateFolder(folder);
            foreach (var file in files)
            {
                steps.Write(file.Path, Encoding.UTF8.GetBytes(file.Content), StandingOf(file));
                written++;
            }
        }
        catch (HostFileException failure)
        {
            throw new HostFileException(
                $"{failure.Message.TrimEnd('.')}. {written} of {files.Count} files were written.", failure);
        }
    }

    /// <summary>Removes files that are in the way of others.</summary>
    /// <param name="paths">Their paths on the system.</param>
    /// <param name="root">The folder.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="HostFileException">One cannot be removed.</exception>
    public static IReadOnlyList<FileEvent> Remove(IReadOnlyList<string> paths, HostRoot root)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(root);
        root.RefuseLinksOut(paths);
        var steps = new FileSteps(root);
        foreach (var path in paths) steps.Delete(path);
        return [.. paths.Select(path => new FileEvent(path, FileOutcome.Superseded))];
    }

    /// <summary>How a file of root's is written; who is not root cannot make it root's.</summary>
    internal static FileStanding StandingOf(HostFile file) => new(0, 0, file.Mode);
}
