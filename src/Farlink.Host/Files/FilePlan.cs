using System.Globalization;
using System.Text;

namespace Farlink.Host.Files;

/// <summary>Files that would be written, shown before they are.</summary>
public sealed class FilePlan
{
    private FilePlan(IReadOnlyList<PlannedFile> files) => Files = files;

    /// <summary>The files, in the order in which they would be written.</summary>
    public IReadOnlyList<PlannedFile> Files { get; }

    /// <summary>Compares files with those of a system. Changes nothing.</summary>
    /// <param name="files">As they are to be.</param>
    /// <param name="root">The system.</param>
    /// <exception cref="HostFileException">A symbolic link or a folder is in the way.</exception>
    public static FilePlan Make(IReadOnlyList<HostFile> files, HostRoot root)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(root);
        return new FilePlan([.. files.Select(file => new PlannedFile(file, StateOf(file, root)))]);
    }

    /// <summary>For people: path, mode, owner, what would happen, and the text below it.</summary>
    /// <param name="withSecrets">Whether secrets are shown.</param>
    public string ToText(bool withSecrets)
    {
        var text = new StringBuilder();
        foreach (var file in Files)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{file.File.Path}  {file.ModeText} {HostFile.Owner}  {file.StateText}\n");
            foreach (var line in file.Shown(withSecrets).TrimEnd('\n').Split('\n'))
                text.Append(line.Length == 0 ? "\n" : $"    {line}\n");
            text.Append('\n');
        }

        return text.ToString();
    }

    private static FileState StateOf(HostFile file, HostRoot root)
    {
        try
        {
            if (FoundFile.TryRead(file.Path, root) is not { } found) return FileState.New;

            // In a folder that stands for a system, files belong to whoever writes them.
            var owner = root.IsReal ? 0 : UnixFile.User;
            return found.Standing.Mode == file.Mode && found.Standing.User == owner
                && found.Content.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(file.Content))
                ? FileState.Same : FileState.Changed;
        }
        catch (UnauthorizedAccessException)
        {
            return FileState.Unknown;
        }
    }
}
