using Farlink.Host.Files;

namespace Farlink.Host.Tests.Files;

/// <summary>A system in a folder, with two files of which one is there already, and one without a folder.</summary>
internal sealed class SmallSystem : IDisposable
{
    public const string UndoPath = "/var/lib/farlink-wifi";
    public const string Old = "/etc/old.d/farlink.conf";
    public const string New = "/etc/new/deep/farlink.conf";
    private readonly TempFolder _folder = new();

    public SmallSystem()
    {
        Directory.CreateDirectory(Map("/etc/old.d"));
        File.WriteAllText(Map(Old), "before\n");
        File.SetUnixFileMode(Map(Old), OldMode);
    }

    public static UnixFileMode OldMode => UnixFileMode.UserRead | UnixFileMode.GroupRead;

    public static IReadOnlyList<HostFile> Files(string text) =>
        [new(Old, $"{text} of old\n", HostFile.Readable), new(New, $"{text} of new\n", HostFile.Secret)];

    public HostRoot Root => new(_folder.Path);

    public string Map(string path) => Root.Map(path);

    public string Read(string path) => File.ReadAllText(Map(path));

    /// <summary>All but what is kept for the undo itself.</summary>
    public IReadOnlyList<string> Snapshot() => Tree.Of(_folder.Path, "var");

    /// <summary>Everything.</summary>
    public IReadOnlyList<string> Whole() => Tree.Of(_folder.Path);

    public UndoableFiles Undoable() => new(Root, UndoPath);

    public IReadOnlyList<FileEvent> Apply(string text) => Undoable().Apply(Files(text), Notes(text));

    /// <summary>Applies until the power goes before a step, the first is 0; false: there are not so many.</summary>
    public bool ApplyUntil(int step, string text) => Until(step, undoable => undoable.Apply(Files(text), Notes(text)));

    /// <summary>Undoes until the power goes before a step; false: there are not so many.</summary>
    public bool UndoUntil(int step) => Until(step, undoable => undoable.Undo());

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, string> Notes(string text) => new() { ["text"] = text };

    private bool Until(int step, Action<UndoableFiles> act)
    {
        var steps = 0;
        var undoable = new UndoableFiles(Root, UndoPath, _ =>
        {
            if (steps++ == step) throw new PowerLossException();
        });
        try
        {
            act(undoable);
            return false;
        }
        catch (PowerLossException)
        {
            return true;
        }
    }
}
