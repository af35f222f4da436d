using System.Text;

namespace Farlink.Host.Inspection;

/// <summary>
/// This host as an examination sees it: files below a root, folders, and the output of programs. It changes nothing, and opens
/// no device. Thread-safe.
/// </summary>
public sealed class HostView
{
    /// <summary>So many characters of a file or of a program's output are read, or a few more.</summary>
    public const int MostCharacters = 256 * 1024;

    /// <summary>How long a program may take: 10 s.</summary>
    public static readonly TimeSpan ProgramLimit = TimeSpan.FromSeconds(10);

    private const UnixFileMode Executable =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string _root;
    private readonly IReadOnlyList<string> _searchPath;
    private readonly TimeProvider _time;

    /// <summary>Looks at a host.</summary>
    /// <param name="root">Where its files begin: <c>/</c>.</param>
    /// <param name="searchPath">Folders with its programs; not below the root.</param>
    /// <param name="time">Clock for the time that programs get.</param>
    public HostView(string root, IReadOnlyList<string> searchPath, TimeProvider time)
    {
        _root = root;
        _searchPath = searchPath;
        _time = time;
    }

    /// <summary>The host that this program runs on. A service's PATH may lack the folders of the administrator.</summary>
    public static HostView OfThisHost(TimeProvider time) => new(
        "/", ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"], time);

    /// <summary>Where a path of the host really is.</summary>
    public string Real(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.Combine(_root, path.TrimStart('/'));
    }

    /// <summary>Whether there is a file, folder or device of this name that this user can see.</summary>
    public bool Exists(string path) => Path.Exists(Real(path));

    /// <summary>Reads a file; null if there is none.</summary>
    /// <exception cref="HostDeniedException">This user may not.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public string? ReadText(string path)
    {
        try
        {
            using var reader = new StreamReader(Real(path));
            var text = new StringBuilder();
            var buffer = new char[4096];
            while (text.Length < MostCharacters && reader.Read(buffer) is var count and > 0) text.Append(buffer, 0, count);
            return text.ToString();
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new HostDeniedException(path, denied);
        }
    }

    /// <summary>Lines of a file, without empty ones and without space around them; none if there is no file.</summary>
    /// <exception cref="HostDeniedException">This user may not read it.</exception>
    public IReadOnlyList<string> ReadLines(string path) => (ReadText(path) ?? "").Split(
        '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Names in a folder, sorted; none if there is no folder.</summary>
    /// <exception cref="HostDeniedException">This user may not look into it.</exception>
    public IReadOnlyList<string> List(string folder)
    {
        var real = Real(folder);
        if (!Directory.Exists(real)) return [];
        try
        {
            return
            [
                .. Directory.EnumerateFileSystemEntries(real).Select(entry => Path.GetFileName(entry))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new HostDeniedException(folder, denied);
        }
    }

    /// <summary>What a symbolic link points to; null if it is none.</summary>
    public string? LinkTarget(string path) => new FileInfo(Real(path)).LinkTarget;

    /// <summary>The mode of a file or folder; null if there is none.</summary>
    public UnixFileMode? Mode(string path) => Exists(path) ? File.GetUnixFileMode(Real(path)) : null;

    /// <summary>Whether a program is installed.</summary>
    public bool HasProgram(string name) => Find(name) is not null;

    /// <summary>Runs a program, for at most <see cref="ProgramLimit"/>.</summary>
    /// <param name="name">Its name, without a folder.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What came of it; null if it is not installed.</returns>
    public Task<ProgramResult?> RunAsync(string name, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(name, arguments, ProgramLimit, cancellationToken);

    /// <summary>Runs a program.</summary>
    /// <param name="name">Its name, without a folder.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="limit">How long it may take; then it is stopped.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What came of it; null if it is not installed.</returns>
    public async Task<ProgramResult?> RunAsync(
        string name, IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancellationToken) =>
        Find(name) is { } path ? await ProgramRunner.RunAsync(path, arguments, limit, _time, cancellationToken) : null;

    private string? Find(string name) => _searchPath.Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(path => File.Exists(path) && (File.GetUnixFileMode(path) & Executable) != 0);
}
