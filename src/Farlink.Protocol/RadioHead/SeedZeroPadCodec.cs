namespace Farlink.Protocol.RadioHead;

/// <summary>
/// Codec <c>seed-zero-pad</c>: the seed's own encryption. The message, zeros up to whole blocks, each block AES-128-ECB; no
/// length octet. Zeros at the end of a message are lost, since nothing tells them from padding.
/// </summary>
public sealed class SeedZeroPadCodec : IRadioHeadCodec, IDisposable
{
    private readonly AesBlocks _aes;

    /// <summary>Makes a codec.</summary>
    /// <param name="key">16 octets.</param>
    /// <exception cref="ArgumentException">The key is not 16 octets long.</exception>
    public SeedZeroPadCodec(ReadOnlySpan<byte> key) => _aes = new AesBlocks(key);

    /// <inheritdoc/>
    public string Name => "seed-zero-pad";

    /// <summary>240: 15 whole blocks fit into a body.</summary>
    public int MostMessageOctets => RadioHeadFrame.MostBodyOctets / AesBlocks.BlockOctets * AesBlocks.BlockOctets;

    /// <inheritdoc/>
    public byte[] Encode(ReadOnlySpan<byte> message)
    {
        if (message.Length > MostMessageOctets)
            throw new ArgumentException($"At most {MostMessageOctets} octets fit.", nameof(message));
        if (message.IsEmpty) return [];

        var blocks = (message.Length + AesBlocks.BlockOctets - 1) / AesBlocks.BlockOctets;
        Span<byte> plain = stackalloc byte[blocks * AesBlocks.BlockOctets];
        plain.Clear();
        message.CopyTo(plain);
        return _aes.Encrypt(plain);
    }

    /// <summary>
    /// Decodes a body. A wrong key shows only if the last block decrypts to nothing but zeros or a whole block of padding
    /// would have been sent: nearly never. That is the format's weakness, not a choice.
    /// </summary>
    public DecodeResult Decode(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return DecodeResult.Accept(default);
        if (body.Length % AesBlocks.BlockOctets != 0) return DecodeResult.Refuse(FrameRefusal.PartialBlock);

        var plain = _aes.Decrypt(body);
        var length = plain.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        if (length == 0) return DecodeResult.Refuse(FrameRefusal.Empty);
        return DecodeResult.Accept(plain.AsMemory(0, length));
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _aes.Dispose();
}
