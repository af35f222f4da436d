using System.Security.Cryptography;

namespace Farlink.Protocol.Session;

/// <summary>The secret of a handshake with a shared key: HKDF over its transcript (docs/protocol.md §3).</summary>
internal sealed class PskSessionSecret(byte[] secret, byte[] transcriptHash) : SessionSecret
{
    /// <inheritdoc/>
    public override (byte[] Key, byte[] Iv) Derive(LinkDirection direction) =>
        (Expand("farlink 1 key"u8, direction, KeySize), Expand("farlink 1 iv"u8, direction, IvSize));

    /// <inheritdoc/>
    public override SessionSecret Next()
    {
        byte[] info = [.. RatchetLabel, .. transcriptHash];
        return new PskSessionSecret(HKDF.Expand(HashAlgorithmName.SHA256, secret, 32, info), transcriptHash);
    }

    /// <inheritdoc/>
    public override void Dispose() => CryptographicOperations.ZeroMemory(secret);

    private byte[] Expand(ReadOnlySpan<byte> label, LinkDirection direction, int octets)
    {
        byte[] info = [.. label, (byte)direction, .. transcriptHash];
        return HKDF.Expand(HashAlgorithmName.SHA256, secret, octets, info);
    }
}
