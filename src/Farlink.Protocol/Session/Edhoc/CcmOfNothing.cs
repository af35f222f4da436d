using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// AES-CCM of an empty text: a tag over associated data (RFC 3610 §2.2). message_4 is that, and the library refuses it
/// with OpenSSL 3.
/// </summary>
internal static class CcmOfNothing
{
    private const int BlockSize = 16;
    private const byte HasAssociatedData = 0x40;

    /// <summary>Octets of the counter, and of the length: 15 less the nonce's 13.</summary>
    private const int LengthSize = 2;

    /// <summary>The tag.</summary>
    /// <param name="key">16 octets.</param>
    /// <param name="nonce">13 octets.</param>
    /// <param name="associated">1 to 65,279 octets.</param>
    /// <param name="tag">8 or 16 octets.</param>
    public static void Tag(byte[] key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, Span<byte> tag)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        Span<byte> mac = stackalloc byte[BlockSize];
        mac.Clear();

        // B_0: flags, nonce, and the length of the text, which is 0.
        mac[0] = (byte)(HasAssociatedData | ((tag.Length - 2) / 2 << 3) | (LengthSize - 1));
        nonce.CopyTo(mac[1..]);
        aes.EncryptEcb(mac, mac, PaddingMode.None);

        // B_1 and on: the length of the associated data, it, and zeros up to a whole block.
        var blocks = new byte[(2 + associated.Length + BlockSize - 1) / BlockSize * BlockSize];
        BinaryPrimitives.WriteUInt16BigEndian(blocks, (ushort)associated.Length);
        associated.CopyTo(blocks.AsSpan(2));
        for (var at = 0; at < blocks.Length; at += BlockSize)
        {
            for (var i = 0; i < BlockSize; i++) mac[i] ^= blocks[at + i];
            aes.EncryptEcb(mac, mac, PaddingMode.None);
        }

        // A_0: the counter is 0.
        Span<byte> mask = stackalloc byte[BlockSize];
        mask.Clear();
        mask[0] = LengthSize - 1;
        nonce.CopyTo(mask[1..]);
        aes.EncryptEcb(mask, mask, PaddingMode.None);
        for (var i = 0; i < tag.Length; i++) tag[i] = (byte)(mac[i] ^ mask[i]);
    }
}
