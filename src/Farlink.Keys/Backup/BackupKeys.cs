using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Farlink.Keys.Backup;

/// <summary>
/// What a passphrase and a salt become: PBKDF2-HMAC-SHA-256 (RFC 8018), then HKDF-Expand (RFC 5869) for each use. A salt is used
/// for one file, so its keys are too.
/// </summary>
internal sealed class BackupKeys : IDisposable
{
    private const int KeySize = 32;
    private readonly byte[] _head = new byte[KeySize];
    private readonly byte[] _prefix = new byte[BackupFormat.NonceSize - sizeof(uint) - 1];
    private readonly AesGcm _cipher;

    /// <summary>Derives them.</summary>
    /// <param name="passphrase">What a person knows.</param>
    /// <param name="salt">Random, of this file.</param>
    /// <param name="rounds">Rounds of PBKDF2.</param>
    public BackupKeys(string passphrase, ReadOnlySpan<byte> salt, int rounds)
    {
        var secret = Encoding.UTF8.GetBytes(passphrase);
        var root = Rfc2898DeriveBytes.Pbkdf2(secret, salt, rounds, HashAlgorithmName.SHA256, KeySize);
        var chunks = new byte[KeySize];
        try
        {
            HKDF.Expand(HashAlgorithmName.SHA256, root, _head, "farlink 1 backup head"u8);
            HKDF.Expand(HashAlgorithmName.SHA256, root, _prefix, "farlink 1 backup nonce"u8);
            HKDF.Expand(HashAlgorithmName.SHA256, root, chunks, "farlink 1 backup chunks"u8);
            _cipher = new AesGcm(chunks, BackupFormat.TagSize);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(root);
            CryptographicOperations.ZeroMemory(chunks);
        }
    }

    /// <summary>HMAC-SHA-256 of the head's settings, cut to 16 octets: shows that the passphrase is the right one.</summary>
    public void Prove(ReadOnlySpan<byte> settings, Span<byte> proof)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_head, settings, mac);
        mac[..proof.Length].CopyTo(proof);
    }

    /// <summary>Seals a chunk: as many octets of cipher text, then the tag.</summary>
    public void Seal(uint chunk, bool isLast, ReadOnlySpan<byte> head, ReadOnlySpan<byte> plain, Span<byte> sealedOctets)
    {
        Span<byte> nonce = stackalloc byte[BackupFormat.NonceSize];
        Nonce(chunk, isLast, nonce);
        _cipher.Encrypt(nonce, plain, sealedOctets[..plain.Length], sealedOctets[plain.Length..], head);
    }

    /// <summary>Opens a chunk; false if it is not what was sealed in this place.</summary>
    public bool TryOpen(uint chunk, bool isLast, ReadOnlySpan<byte> head, ReadOnlySpan<byte> sealedOctets, Span<byte> plain)
    {
        Span<byte> nonce = stackalloc byte[BackupFormat.NonceSize];
        Nonce(chunk, isLast, nonce);
        var size = sealedOctets.Length - BackupFormat.TagSize;
        try
        {
            _cipher.Decrypt(nonce, sealedOctets[..size], sealedOctets[size..], plain[..size], head);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_head);
        CryptographicOperations.ZeroMemory(_prefix);
    }

    /// <summary>
    /// STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, 2015): a prefix, the chunk's number, and whether it is the last.
    /// </summary>
    private void Nonce(uint chunk, bool isLast, Span<byte> nonce)
    {
        _prefix.CopyTo(nonce);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[_prefix.Length..], chunk);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
    }
}
