using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Farlink.Keys.Files;

/// <summary>
/// Whose a file is: what root puts somewhere for a service must be that service's, or it could not read it. And whether it is
/// one.
/// </summary>
public static partial class FileOwner
{
    /// <summary>AT_FDCWD, AT_SYMLINK_NOFOLLOW and STATX_BASIC_STATS of statx(2).</summary>
    private const int WorkingFolder = -100, NotFollowing = 0x100;

    private const uint BasicStats = 0x7FF;

    /// <summary>
    /// struct statx is the same on every architecture: stx_uid and stx_gid are its octets 20 to 27, stx_mode 28 and 29.
    /// </summary>
    private const int StatxSize = 256, UserAt = 20, GroupAt = 24, ModeAt = 28;

    /// <summary>S_IFMT and S_IFREG of inode(7).</summary>
    private const int TypeMask = 0xF000, PlainType = 0x8000;

    /// <summary>Gives a file the owner and group of another; does nothing unless this program runs as root.</summary>
    /// <param name="from">A file or folder that exists; links are followed.</param>
    /// <param name="to">The file or folder that is given away.</param>
    /// <exception cref="KeyFileException">It cannot be.</exception>
    public static void Copy(string from, string to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (EffectiveUser() != 0) return;
        var (user, group, _) = Of(from, 0);
        if (ChangeOwner(to, user, group) != 0)
            throw new KeyFileException($"Cannot give {to} to the owner of {from}: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <summary>Whether a file, or a link itself, belongs to the user this program runs as.</summary>
    /// <exception cref="KeyFileException">It is not there, or cannot be looked at.</exception>
    public static bool IsOwn(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Of(path, NotFollowing).User == EffectiveUser();
    }

    /// <summary>The number of the user that a file belongs to; links are followed.</summary>
    /// <exception cref="KeyFileException">It is not there, or cannot be looked at.</exception>
    public static uint UserOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Of(path, 0).User;
    }

    /// <summary>Whether it is a plain file: no folder, pipe, socket or device; links are followed.</summary>
    /// <exception cref="KeyFileException">It is not there, or cannot be looked at.</exception>
    public static bool IsPlain(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return (Of(path, 0).Mode & TypeMask) == PlainType;
    }

    private static (uint User, uint Group, ushort Mode) Of(string path, int flags)
    {
        Span<byte> found = stackalloc byte[StatxSize];
        found.Clear();
        if (StatX(WorkingFolder, path, flags, BasicStats, ref MemoryMarshal.GetReference(found)) != 0)
            throw new KeyFileException($"Cannot see whose {path} is: {Marshal.GetLastPInvokeErrorMessage()}.");
        return (Word(found[UserAt..]), Word(found[GroupAt..]), MemoryMarshal.Read<ushort>(found[ModeAt..]));
    }

    private static uint Word(ReadOnlySpan<byte> octets) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(octets) : BinaryPrimitives.ReadUInt32BigEndian(octets);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref byte found);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
