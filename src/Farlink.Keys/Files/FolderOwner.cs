using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Farlink.Keys.Files;

/// <summary>
/// What root makes in the folder of a service must be that service's. The service may have put anything there meanwhile: each
/// name is opened without following links, and what is given away is what was opened (openat(2), O_PATH and O_NOFOLLOW).
/// </summary>
public static partial class FolderOwner
{
    /// <summary>O_PATH and O_CLOEXEC of open(2).</summary>
    private const int PlaceAlone = 0x200000, CloseOnExec = 0x80000;

    /// <summary>AT_EMPTY_PATH and AT_FDCWD of openat(2), STATX_BASIC_STATS of statx(2).</summary>
    private const int EmptyPath = 0x1000, WorkingFolder = -100;

    private const uint BasicStats = 0x7FF;

    /// <summary>
    /// struct statx is the same on every architecture: stx_nlink, stx_uid, stx_gid and stx_mode from octets 16, 20, 24 and 28.
    /// </summary>
    private const int StatxSize = 256, LinksAt = 16, UserAt = 20, GroupAt = 24, ModeAt = 28;

    /// <summary>S_IFMT, S_IFREG and S_IFDIR of inode(7).</summary>
    private const int TypeMask = 0xF000, PlainType = 0x8000, FolderType = 0x4000;

    /// <summary>O_NOFOLLOW is one of the few that ARM has elsewhere.</summary>
    private static int NotFollowing =>
        RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>
    /// Gives a file or folder to the owner and group of a folder that it is in, with the folders on the way, and if it is a
    /// folder what is in that. Only what is root's is given. Links, and files that have another name elsewhere, stay as they
    /// are. Does nothing unless this program runs as root.
    /// </summary>
    /// <param name="folder">The folder of the service; links are followed.</param>
    /// <param name="path">What is below it; elsewhere, or if it is not there, nothing happens.</param>
    /// <exception cref="KeyFileException">It cannot be given.</exception>
    public static void Give(string folder, string path)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(path);
        var names = Path.GetRelativePath(folder, path).Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (EffectiveUser() != 0 || names.Length == 0 || names[0] is "." or "..") return;
        using var around = new SafeFileHandle(OpenAt(WorkingFolder, folder, PlaceAlone | CloseOnExec), ownsHandle: true);
        if (around.IsInvalid) return;
        try
        {
            var owner = Look(around, folder);
            if (owner is { IsFolder: true, User: not 0 }) Give(around, names, owner, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"Cannot give {path} to the owner of {folder}: {failure.Message}", failure);
        }
    }

    private static void Give(SafeFileHandle around, ReadOnlySpan<string> names, Standing owner, string path)
    {
        using var inner = Enter(around, names[0]);
        if (inner.IsInvalid || !Take(inner, owner, path)) return;
        if (names.Length > 1)
        {
            Give(inner, names[1..], owner, path);
            return;
        }

        // By way of proc(5) it is the folder that was opened, whatever has its name now.
        foreach (var entry in Directory.GetFileSystemEntries($"/proc/self/fd/{inner.DangerousGetHandle()}"))
        {
            using var file = Enter(inner, Path.GetFileName(entry));
            if (!file.IsInvalid) Take(file, owner, path);
        }
    }

    private static SafeFileHandle Enter(SafeFileHandle folder, string name) =>
        new(OpenAt(folder, name, PlaceAlone | NotFollowing | CloseOnExec), ownsHandle: true);

    /// <summary>Gives an open file or folder away, if it is root's.</summary>
    /// <returns>Whether it is a folder, which can be entered.</returns>
    private static bool Take(SafeFileHandle file, Standing owner, string path)
    {
        var found = Look(file, path);
        var isMeant = found.IsFolder || (found.IsPlain && found.Links == 1);
        if (isMeant && found.User == 0 && ChangeOwnerAt(file, "", owner.User, owner.Group, EmptyPath) != 0)
            throw new KeyFileException($"Cannot give {path} to the service's user: {Marshal.GetLastPInvokeErrorMessage()}.");
        return found.IsFolder;
    }

    private static Standing Look(SafeFileHandle file, string path)
    {
        Span<byte> found = stackalloc byte[StatxSize];
        found.Clear();
        if (StatX(file, "", EmptyPath, BasicStats, ref MemoryMarshal.GetReference(found)) != 0)
            throw new KeyFileException($"Cannot see whose {path} is: {Marshal.GetLastPInvokeErrorMessage()}.");
        var type = MemoryMarshal.Read<ushort>(found[ModeAt..]) & TypeMask;
        return new Standing(
            MemoryMarshal.Read<uint>(found[LinksAt..]), MemoryMarshal.Read<uint>(found[UserAt..]),
            MemoryMarshal.Read<uint>(found[GroupAt..]), type == PlainType, type == FolderType);
    }

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenAt(int folder, string path, int flags);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenAt(SafeFileHandle folder, string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeFileHandle file, string path, int flags, uint mask, ref byte found);

    [LibraryImport("libc", EntryPoint = "fchownat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwnerAt(SafeFileHandle file, string path, uint user, uint group, int flags);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    /// <summary>What is told of an open file.</summary>
    private readonly record struct Standing(uint Links, uint User, uint Group, bool IsPlain, bool IsFolder);
}
