using System.Security.Cryptography;

namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// The AEAD of messages 3 and 4: AES-CCM with 16-octet key and 13-octet nonce, both of the key schedule, used once (RFC 9528
/// §5.4.2, §5.5.2).
/// </summary>
internal sealed class EdhocSeal : IDisposable
{
    private const int KeySize = 16;
    private const int NonceSize = 13;
    private readonly byte[] _nonce;
    private readonly byte[] _associated;
    private readonly byte[] _key;
    private readonly AesCcm _cipher;
    private readonly int _tagSize;

    /// <summary>Derives key and nonce.</summary>
    /// <param name="prk">PRK_3e2m or PRK_4e3m.</param>
    /// <param name="key">Label of the key; the nonce's is the next.</param>
    /// <param name="transcript">TH_3 or TH_4.</param>
    /// <param name="suite">The suite.</param>
    public EdhocSeal(ReadOnlySpan<byte> prk, EdhocLabel key, ReadOnlySpan<byte> transcript, EdhocSuite suite)
    {
        _key = EdhocKdf.Expand(prk, key, transcript, KeySize);
        _nonce = EdhocKdf.Expand(prk, key + 1, transcript, NonceSize);
        _associated = EdhocKdf.Associated(transcript);
        _cipher = new AesCcm(_key);
        _tagSize = suite.TagSize();
    }

    /// <summary>Seals a plaintext and gives the message: a CBOR byte string.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plaintext)
    {
        var sealedText = new byte[plaintext.Length + _tagSize];
        var text = sealedText.AsSpan(0, plaintext.Length);
        var tag = sealedText.AsSpan(plaintext.Length);
        if (plaintext.IsEmpty) CcmOfNothing.Tag(_key, _nonce, _associated, tag);
        else _cipher.Encrypt(_nonce, plaintext, text, tag, _associated);
        return new CborWriter().Bytes(sealedText).Written.ToArray();
    }

    /// <summary>Opens a message.</summary>
    public EdhocFailure? TryOpen(ReadOnlySpan<byte> message, out byte[] plaintext)
    {
        plaintext = [];
        var reader = new CborReader(message);
        if (message.Length > EdhocOptions.LongestMessage || !reader.TryReadBytes(out var body) || !reader.IsAtEnd
            || body.Length < _tagSize)
            return EdhocFailure.Malformed;
        plaintext = new byte[body.Length - _tagSize];
        if (plaintext.Length == 0)
        {
            Span<byte> tag = stackalloc byte[_tagSize];
            CcmOfNothing.Tag(_key, _nonce, _associated, tag);
            return CryptographicOperations.FixedTimeEquals(tag, body) ? null : EdhocFailure.NotAuthentic;
        }

        try
        {
            _cipher.Decrypt(_nonce, body[..^_tagSize], body[^_tagSize..], plaintext, _associated);
            return null;
        }
        catch (AuthenticationTagMismatchException)
        {
            return EdhocFailure.NotAuthentic;
        }
    }

    /// <summary>Wipes the key.</summary>
    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_key);
    }
}
