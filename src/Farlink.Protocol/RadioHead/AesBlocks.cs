using System.Security.Cryptography;

namespace Farlink.Protocol.RadioHead;

/// <summary>
/// AES-128 on single blocks, as both encrypted codecs use it. ECB hides no repetition and protects nothing against forgery;
/// it is here because the radios in the field speak it.
/// </summary>
internal sealed class AesBlocks : IDisposable
{
    public const int BlockOctets = 16;
    public const int KeyOctets = 16;

    private readonly Aes _aes = Aes.Create();

    public AesBlocks(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyOctets) throw new ArgumentException("An AES-128 key has 16 octets.", nameof(key));
        _aes.SetKey(key);
    }

    public byte[] Encrypt(ReadOnlySpan<byte> blocks) => _aes.EncryptEcb(blocks, PaddingMode.None);

    public byte[] Decrypt(ReadOnlySpan<byte> blocks) => _aes.DecryptEcb(blocks, PaddingMode.None);

    public void Dispose() => _aes.Dispose();
}
