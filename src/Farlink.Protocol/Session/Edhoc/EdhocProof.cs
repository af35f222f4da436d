using System.Security.Cryptography;

namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// What an end proves itself with: the MAC of what it has said, sent as it is by the holder of a static key, or signed
/// (RFC 9528 §5.3.2 and §5.4.2).
/// </summary>
internal readonly ref struct EdhocProof
{
    /// <summary>ID_CRED_x.</summary>
    public required ReadOnlySpan<byte> Identifier { get; init; }

    /// <summary>CRED_x.</summary>
    public required ReadOnlySpan<byte> Credential { get; init; }

    /// <summary>TH_2 or TH_3.</summary>
    public required ReadOnlySpan<byte> Transcript { get; init; }

    /// <summary>C_R as messages carry it; empty for the initiator.</summary>
    public ReadOnlySpan<byte> ConnectionId { get; init; }

    /// <summary>EAD_x.</summary>
    public ReadOnlySpan<byte> Authorization { get; init; }

    /// <summary>MAC_2 or MAC_3.</summary>
    /// <param name="prk">PRK_3e2m or PRK_4e3m.</param>
    /// <param name="label">Which.</param>
    /// <param name="suite">The suite.</param>
    /// <param name="signs">Whether it is signed: then it is as long as the hash.</param>
    public byte[] Mac(ReadOnlySpan<byte> prk, EdhocLabel label, EdhocSuite suite, bool signs) => EdhocKdf.Expand(
        prk, label, EdhocKdf.MacContext(ConnectionId, Identifier, Transcript, Credential, Authorization),
        signs ? EdhocKdf.HashSize : suite.TagSize());

    /// <summary>SHA-256 of what a signature is over: a Sig_structure of COSE (RFC 9052 §4.4).</summary>
    public byte[] Digest(ReadOnlySpan<byte> mac)
    {
        var associated = new CborWriter().Bytes(Transcript).Raw(Credential).Raw(Authorization).Written;
        return SHA256.HashData(
            new CborWriter().Array(4).Text("Signature1").Bytes(Identifier).Bytes(associated).Bytes(mac).Written);
    }

    /// <summary>Whether what a peer sent proves it.</summary>
    /// <param name="received">Signature_or_MAC_x.</param>
    /// <param name="mac">The MAC it ought to have.</param>
    /// <param name="signs">Whether it is a signature.</param>
    /// <param name="point">The peer's public key.</param>
    public bool IsProven(ReadOnlySpan<byte> received, ReadOnlySpan<byte> mac, bool signs, ReadOnlySpan<byte> point)
    {
        if (!signs) return CryptographicOperations.FixedTimeEquals(received, mac);
        if (received.Length != 2 * P256.CoordinateSize) return false;
        using var key = ECDsa.Create(P256.Parameters(point));
        return key.VerifyHash(Digest(mac), received, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
