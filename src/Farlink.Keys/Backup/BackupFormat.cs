namespace Farlink.Keys.Backup;

/// <summary>Sizes of a backup file: a head in clear, then sealed chunks. docs/backup.md has it octet by octet.</summary>
internal static class BackupFormat
{
    /// <summary>Octets of a whole chunk before it is sealed: a power of two, which the head tells.</summary>
    public const int ChunkSize = 1 << ChunkBits;

    /// <summary>Its logarithm.</summary>
    public const int ChunkBits = 16;

    /// <summary>Octets of AES-GCM's tag behind each chunk.</summary>
    public const int TagSize = 16;

    /// <summary>Octets of a nonce.</summary>
    public const int NonceSize = 12;

    /// <summary>Octets of a whole chunk in the file.</summary>
    public const int SealedSize = ChunkSize + TagSize;
}
