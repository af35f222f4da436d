using System.Security.Cryptography;
using Farlink.Keys.Backup;

namespace Farlink.Backup;

/// <summary>A file of a backup, and where it goes on this host.</summary>
/// <param name="Entry">The file.</param>
/// <param name="Path">Where it goes, absolute.</param>
internal sealed record RestoreTarget(BackupEntry Entry, string Path)
{
    /// <summary>Whether a file is there already.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>Whether the very same file is there already.</summary>
    public bool IsUnchanged()
    {
        var there = new FileInfo(Path);
        if (!there.Exists || there.Length != Entry.Octets) return false;
        using var stream = there.OpenRead();
        return string.Equals(
            Convert.ToHexString(SHA256.HashData(stream)), Entry.Sha256, StringComparison.OrdinalIgnoreCase);
    }
}
