namespace Farlink.Storage;

/// <summary>
/// Room on the disk that is kept for folding a store's log into its file. Both grow on the same disk: without it the log could
/// take the last of the room that its own pages need in the file, and then neither could ever shrink. It is a file without
/// content that takes up room; where it cannot be made the store does without.
/// </summary>
internal sealed class FoldingRoom : IDisposable
{
    /// <summary>
    /// As much as the log has when it is folded in; of a disk with less than twice that, half: then the log, which has the other
    /// half, always fits.
    /// </summary>
    public const int MostOctets = LogFolding.MostPages * LogFolding.PageOctets;

    private const int FewestOctets = 4 * LogFolding.PageOctets;
    private readonly string _file;
    private readonly StoreDisk _disk;
    private long _wanted;
    private long _kept;

    /// <summary>Names it; nothing is made yet.</summary>
    /// <param name="store">The store's file.</param>
    /// <param name="disk">Its disk.</param>
    public FoldingRoom(string store, StoreDisk disk)
    {
        _file = NameOf(store);
        _disk = disk;
    }

    /// <summary>The file's name.</summary>
    /// <param name="store">The store's file.</param>
    public static string NameOf(string store) => $"{store}.room";

    /// <summary>Takes up the room, as far as there is any.</summary>
    public void Keep()
    {
        Release();
        try
        {
            var free = _disk.Free();

            // Never less than before, nor than the log that a loss of power left: what it had beside it then it may have filled
            // since.
            _wanted = Math.Max(_wanted, Math.Min(MostOctets, Math.Max(free / 2, _disk.Log())));
            var octets = free >= _wanted ? _wanted : free / 2;
            if (octets < FewestOctets) return;

            // fallocate(2): the room is taken and nothing is written, which a card would bear only so often.
            using var stream = new FileStream(_file, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                PreallocationSize = octets,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            stream.SetLength(octets);
            _kept = octets;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Others have been faster, or nothing can be written here: commits say so.
        }
    }

    /// <summary>Takes up what was missing, once there is room again.</summary>
    public void Grow()
    {
        if (_kept < _wanted && _disk.Free() >= _wanted) Keep();
    }

    /// <summary>Gives the room back.</summary>
    public void Release()
    {
        _kept = 0;
        try
        {
            File.Delete(_file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A disk that cannot be written: commits say so.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Dispose() => Release();
}
