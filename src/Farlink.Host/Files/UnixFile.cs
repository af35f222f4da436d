using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Farlink.Host.Files;

/// <summary>
/// What .NET does not tell of files: owners, and links that are not followed. By statx(2), whose layout is the same on every
/// processor.
/// </summary>
internal static partial class UnixFile
{
    private const int CurrentFolder = -100, NoFollow = 0x100, EmptyPath = 0x1000;
    private const int ReadOnly = 0, CloseOnExec = 0x80000;
    private const int NoEntry = 2, NoAccess = 13, NotAFolder = 20, Invalid = 22;

    /// <summary>STATX_TYPE, STATX_MODE, STATX_UID and STATX_GID.</summary>
    private const uint Wanted = 0x1 | 0x2 | 0x8 | 0x10;

    /// <summary>PATH_MAX of Linux, with the octet that ends it.</summary>
    private const int LongestPath = 4096;

    private const int StatxSize = 256, UserOffset = 20, GroupOffset = 24, ModeOffset = 28;
    private const int KindMask = 0xF000, RegularFile = 0x8000, FolderFile = 0x4000, PermissionMask = 0xFFF;

    /// <summary>The user as whom this program works.</summary>
    public static uint User => GetEffectiveUser();

    /// <summary>What is at a path, without following a link at its end; null: nothing.</summary>
    /// <exception cref="UnauthorizedAccessException">A folder on the way is closed to us.</exception>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static (FileKind Kind, FileStanding Standing)? TryLook(string path)
    {
        Span<byte> statx = stackalloc byte[StatxSize];
        if (Statx(CurrentFolder, path, NoFollow, Wanted, ref MemoryMarshal.GetReference(statx)) == 0) return Read(statx);
        return Marshal.GetLastPInvokeError() switch
        {
            NoEntry or NotAFolder => null,
            NoAccess => throw new UnauthorizedAccessException($"Access to {path} is denied."),
            var error => throw new IOException($"Cannot look at {path}: error {error}."),
        };
    }

    /// <summary>The same of an open file, which nobody can swap meanwhile.</summary>
    public static (FileKind Kind, FileStanding Standing) Look(SafeFileHandle file)
    {
        Span<byte> statx = stackalloc byte[StatxSize];
        if (Statx(file, string.Empty, EmptyPath, Wanted, ref MemoryMarshal.GetReference(statx)) == 0) return Read(statx);
        throw new IOException($"Cannot look at an open file: error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>A path with every link on it followed; null: there is nothing, or we may not see it. By realpath(3).</summary>
    public static string? Resolve(string path)
    {
        Span<byte> resolved = stackalloc byte[LongestPath];
        return RealPath(path, ref MemoryMarshal.GetReference(resolved)) == 0
            ? null : Encoding.UTF8.GetString(resolved[..resolved.IndexOf((byte)0)]);
    }

    /// <summary>Gives an open file its owner, if we are root, and its mode.</summary>
    public static void SetStanding(SafeFileHandle file, FileStanding standing)
    {
        if (User == 0 && FChown(file, standing.User, standing.Group) != 0)
            throw new IOException($"Cannot set the owner of a file: error {Marshal.GetLastPInvokeError()}.");
        File.SetUnixFileMode(file, standing.Mode);
    }

    /// <summary>What was made, renamed or removed in a folder is on the disk.</summary>
    public static void SyncFolder(string path)
    {
        using var folder = new SafeFileHandle(Open(path, ReadOnly | CloseOnExec), ownsHandle: true);
        if (!folder.IsInvalid && FSync(folder) == 0) return;

        // Some file systems cannot: fsync(2), EINVAL.
        var error = Marshal.GetLastPInvokeError();
        if (error != Invalid) throw new IOException($"Cannot sync the folder {path}: error {error}.");
    }

    private static (FileKind Kind, FileStanding Standing) Read(ReadOnlySpan<byte> statx)
    {
        var mode = MemoryMarshal.Read<ushort>(statx[ModeOffset..]);
        var kind = (mode & KindMask) switch
        {
            RegularFile => FileKind.File,
            FolderFile => FileKind.Folder,
            _ => FileKind.Other,
        };
        var user = MemoryMarshal.Read<uint>(statx[UserOffset..]);
        var group = MemoryMarshal.Read<uint>(statx[GroupOffset..]);
        return (kind, new FileStanding(user, group, (UnixFileMode)(mode & PermissionMask)));
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, ref byte statx);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeFileHandle folder, string path, int flags, uint wanted, ref byte statx);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint RealPath(string path, ref byte resolved);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    private static partial int FChown(SafeFileHandle file, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);
}
