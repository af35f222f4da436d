using Farlink.Commands;

namespace Farlink.Setup;

/// <summary>
/// A hidden folder of our own, mode 0700, beside what is made of it, that is gone afterwards: private keys are in it. Not in
/// /tmp, where nobody would look for what a killed init left; the next one removes it here. Ctrl-C ends it with the folder.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    private const string Name = ".farlink-init.work";

    private readonly Interruption _interruption = new();
    private readonly List<string> _made = [];

    /// <summary>Makes it.</summary>
    /// <param name="output">The folder of the configuration; if it is not there it is made, and goes again.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public WorkFolder(string output)
    {
        RemoveLeft(output);
        for (var path = output; !Directory.Exists(path); path = Path.GetDirectoryName(path)!) _made.Insert(0, path);
        Folder = PathIn(output);
        Directory.CreateDirectory(Folder, InitFolder.OwnMode);
    }

    public string Folder { get; }

    /// <summary>A path in it.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>Ends what is done here, if somebody has asked for it.</summary>
    /// <exception cref="OperationCanceledException">Somebody has.</exception>
    public void ThrowIfInterrupted()
    {
        if (_interruption.Token.IsCancellationRequested)
            throw new OperationCanceledException("Interrupted: nothing was written.", _interruption.Token);
    }

    /// <summary>Removes the one that was left by an init that was killed.</summary>
    /// <param name="output">The folder of the configuration.</param>
    public static void RemoveLeft(string output)
    {
        if (Directory.Exists(PathIn(output))) Directory.Delete(PathIn(output), recursive: true);
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        foreach (var path in Enumerable.Reverse(_made))
            if (!Directory.EnumerateFileSystemEntries(path).Any()) Directory.Delete(path);
        _interruption.Dispose();
    }

    private static string PathIn(string output) => Path.Combine(output, Name);
}
