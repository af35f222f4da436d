using System.Security.Cryptography;

namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// What a completed handshake leaves: a secret that only both ends have, from which keys are exported. In memory only.
/// </summary>
public sealed class EdhocSession : IDisposable
{
    private readonly byte[] _prkOut;
    private readonly byte[] _prkExporter;

    internal EdhocSession(byte[] prkOut, EdhocCredential peer)
    {
        _prkOut = prkOut;
        _prkExporter = EdhocKdf.Expand(prkOut, EdhocLabel.PrkExporter, [], EdhocKdf.HashSize);
        Peer = peer;
    }

    /// <summary>Who is at the other end.</summary>
    public EdhocCredential Peer { get; }

    /// <summary>PRK_out, for tests with vectors.</summary>
    internal ReadOnlySpan<byte> PrkOut => _prkOut;

    /// <summary>EDHOC_Exporter (RFC 9528 §4.2.1). The caller wipes the result.</summary>
    /// <param name="label">From the registry; 32768 to 65535 are for private use.</param>
    /// <param name="context">What the key is for.</param>
    /// <param name="octets">How many, 1 to 8,160.</param>
    public byte[] Export(int label, ReadOnlySpan<byte> context, int octets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(octets);
        return EdhocKdf.Expand(_prkExporter, (long)label, context, octets);
    }

    /// <summary>
    /// EDHOC_KeyUpdate (RFC 9528 appendix H): the next secret, made without a message. Wiping this one closes what it protected.
    /// </summary>
    /// <param name="context">Both ends' same octets.</param>
    public EdhocSession Next(ReadOnlySpan<byte> context) =>
        new(EdhocKdf.Expand(_prkOut, EdhocLabel.KeyUpdate, context, EdhocKdf.HashSize), Peer);

    /// <summary>Wipes it.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_prkOut);
        CryptographicOperations.ZeroMemory(_prkExporter);
    }
}
