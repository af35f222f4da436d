namespace Farlink.Protocol.RadioHead;

/// <summary>
/// Codec <c>rh-encrypted</c>: what RHEncryptedDriver puts on the air. A length octet, the message, zeros up to whole blocks,
/// each block AES-128-ECB. An empty message is sent unencrypted as an empty body.
/// </summary>
public sealed class RhEncryptedCodec : IRadioHeadCodec, IDisposable
{
    private const int LengthOctets = 1;
    private readonly AesBlocks _aes;

    /// <summary>Makes a codec.</summary>
    /// <param name="key">16 octets.</param>
    /// <exception cref="ArgumentException">The key is not 16 octets long.</exception>
    public RhEncryptedCodec(ReadOnlySpan<byte> key) => _aes = new AesBlocks(key);

    /// <inheritdoc/>
    public string Name => "rh-encrypted";

    /// <summary>239: 15 whole blocks fit into a body, less the length octet.</summary>
    public int MostMessageOctets =>
        (RadioHeadFrame.MostBodyOctets / AesBlocks.BlockOctets * AesBlocks.BlockOctets) - LengthOctets;

    /// <inheritdoc/>
    public byte[] Encode(ReadOnlySpan<byte> message)
    {
        if (message.Length > MostMessageOctets)
            throw new ArgumentException($"At most {MostMessageOctets} octets fit.", nameof(message));
        if (message.IsEmpty) return [];

        Span<byte> plain = stackalloc byte[WholeBlocks(message.Length + LengthOctets)];
        plain.Clear();
        plain[0] = (byte)message.Length;
        message.CopyTo(plain[LengthOctets..]);
        return _aes.Encrypt(plain);
    }

    /// <summary>
    /// Decodes a body. Without authentication a wrong key is only likely to be seen, not certain: the length must be the one
    /// its sender would have put into so many blocks, and the padding must be zero. (RHEncryptedDriver itself checks neither.)
    /// </summary>
    public DecodeResult Decode(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return DecodeResult.Accept(default);
        if (body.Length % AesBlocks.BlockOctets != 0) return DecodeResult.Refuse(FrameRefusal.PartialBlock);

        var plain = _aes.Decrypt(body);
        var length = plain[0];
        if (length == 0 || WholeBlocks(length + LengthOctets) != plain.Length)
            return DecodeResult.Refuse(FrameRefusal.ImpossibleLength);
        return plain.AsSpan(LengthOctets + length).ContainsAnyExcept((byte)0)
            ? DecodeResult.Refuse(FrameRefusal.BadPadding)
            : DecodeResult.Accept(plain.AsMemory(LengthOctets, length));
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _aes.Dispose();

    private static int WholeBlocks(int octets) =>
        (octets + AesBlocks.BlockOctets - 1) / AesBlocks.BlockOctets * AesBlocks.BlockOctets;
}
