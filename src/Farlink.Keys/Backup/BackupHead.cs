using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Farlink.Keys.Backup;

/// <summary>
/// The first octets of a backup, in clear: how a passphrase becomes its keys. They end with a checksum, at the same place in
/// every version, and before it with a proof of the passphrase: damage, a newer version and a wrong passphrase are told apart.
/// </summary>
internal static class BackupHead
{
    /// <summary>Octets.</summary>
    public const int Size = ChecksumAt + ChecksumSize;

    /// <summary>A file that asks for more rounds would only keep a processor busy.</summary>
    public const int MostRounds = 10_000_000;

    private const byte Version = 1, KeysByPbkdf2 = 1, CipherAesGcm = 1;
    private const int VersionAt = 8, KeysAt = 9, CipherAt = 10, ChunkAt = 11, RoundsAt = 12, SaltAt = 16, SaltSize = 16;
    private const int ProofAt = SaltAt + SaltSize, ProofSize = 16, ChecksumAt = ProofAt + ProofSize, ChecksumSize = 4;

    /// <summary>Ends with a control character, so that a terminal shows no more and no text has it.</summary>
    private static ReadOnlySpan<byte> Magic => "FARLINK\x1A"u8;

    /// <summary>Makes a head with a new salt, and its keys.</summary>
    public static (byte[] Head, BackupKeys Keys) Make(string passphrase, int rounds)
    {
        var head = new byte[Size];
        Magic.CopyTo(head);
        head[VersionAt] = Version;
        head[KeysAt] = KeysByPbkdf2;
        head[CipherAt] = CipherAesGcm;
        head[ChunkAt] = BackupFormat.ChunkBits;
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(RoundsAt), rounds);
        var salt = head.AsSpan(SaltAt, SaltSize);
        RandomNumberGenerator.Fill(salt);
        var keys = new BackupKeys(passphrase, salt, rounds);
        keys.Prove(head.AsSpan(0, ProofAt), head.AsSpan(ProofAt, ProofSize));
        Checksum(head, head.AsSpan(ChecksumAt));
        return (head, keys);
    }

    /// <summary>Checks a head, and derives its keys.</summary>
    /// <param name="head">The first <see cref="Size"/> octets of the file, or fewer if it has no more.</param>
    /// <param name="passphrase">The passphrase.</param>
    /// <param name="shown">The file's name, for messages.</param>
    /// <exception cref="BackupException">It is no backup, is damaged or of a newer program, or the passphrase is
    /// wrong.</exception>
    public static BackupKeys Open(ReadOnlySpan<byte> head, string passphrase, string shown)
    {
        if (head.IsEmpty) throw new BackupException($"{shown} is empty: copy it again, or make the backup anew.");
        if (!head.StartsWith(Magic)) throw new BackupException($"{shown} is no backup of farlink: it does not begin like one.");
        if (head.Length < Size) throw new BackupException($"{shown} is cut off after {head.Length} octets: copy it again.");
        Span<byte> checksum = stackalloc byte[ChecksumSize];
        Checksum(head, checksum);
        if (!checksum.SequenceEqual(head[ChecksumAt..Size]))
            throw new BackupException($"{shown} is damaged in its first {Size} octets: copy it again, or use another backup.");
        if (head[VersionAt] != Version)
        {
            throw new BackupException(
                $"{shown} was written by a newer farlink (format {head[VersionAt]}; this one reads {Version}). "
                + "Install that one.");
        }

        var rounds = BinaryPrimitives.ReadInt32BigEndian(head[RoundsAt..]);
        if (head[KeysAt] != KeysByPbkdf2 || head[CipherAt] != CipherAesGcm || head[ChunkAt] != BackupFormat.ChunkBits
            || rounds is < 1 or > MostRounds)
            throw new BackupException($"{shown} was not written by farlink: no farlink uses such settings of its encryption.");
        var keys = new BackupKeys(passphrase, head.Slice(SaltAt, SaltSize), rounds);
        Span<byte> proof = stackalloc byte[ProofSize];
        keys.Prove(head[..ProofAt], proof);
        if (CryptographicOperations.FixedTimeEquals(proof, head.Slice(ProofAt, ProofSize))) return keys;
        keys.Dispose();
        throw new BackupException($"The passphrase is not that of {shown}. (Capital letters? Another keyboard?)");
    }

    /// <summary>Against damage only: anybody can compute it.</summary>
    private static void Checksum(ReadOnlySpan<byte> head, Span<byte> checksum)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(head[..ChecksumAt], hash);
        hash[..ChecksumSize].CopyTo(checksum);
    }
}
