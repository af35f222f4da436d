using System.Buffers.Binary;
using System.Security.Cryptography;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Session;

/// <summary>
/// The key and IV of one direction: AES-128-CCM with a 13-octet nonce and an 8-octet tag (RFC 3610). The nonce is the IV XOR the
/// number space and the 40-bit number; a number is sealed once.
/// </summary>
internal sealed class TrafficKey : IDisposable
{
    private readonly byte[] _iv;
    private readonly AesCcm _cipher;

    /// <summary>Takes over the key, which is wiped, and the IV of one direction.</summary>
    public TrafficKey(byte[] key, byte[] iv)
    {
        _iv = iv;
        _cipher = new AesCcm(key);
        Fingerprint = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData([.. key, .. _iv]));
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Names the key without telling it; for checks that a nonce is used once.</summary>
    public long Fingerprint { get; }

    /// <summary>Seals in place: <paramref name="frame"/> holds the head, the text and room for the tag.</summary>
    public void Seal(NumberSpace space, long number, Span<byte> frame, int headSize)
    {
        Span<byte> nonce = stackalloc byte[SessionSecret.IvSize];
        Nonce(space, number, nonce);
        var text = frame[headSize..^FrameHead.TagSize];
        _cipher.Encrypt(nonce, text, text, frame[^FrameHead.TagSize..], frame[..headSize]);
    }

    /// <summary>Opens a frame into <paramref name="text"/>; false if it is not authentic.</summary>
    public bool TryOpen(NumberSpace space, long number, ReadOnlySpan<byte> frame, int headSize, Span<byte> text)
    {
        Span<byte> nonce = stackalloc byte[SessionSecret.IvSize];
        Nonce(space, number, nonce);
        try
        {
            _cipher.Decrypt(nonce, frame[headSize..^FrameHead.TagSize], frame[^FrameHead.TagSize..], text, frame[..headSize]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>Wipes the key.</summary>
    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_iv);
    }

    private void Nonce(NumberSpace space, long number, Span<byte> nonce)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, number);
        _iv.CopyTo(nonce);
        nonce[7] ^= (byte)space;
        for (var i = 0; i < 5; i++) nonce[8 + i] ^= counter[3 + i];
    }
}
