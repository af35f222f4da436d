using System.Security.Cryptography;

namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// The key schedule of EDHOC with SHA-256, the hash of suites 2 and 3 (RFC 9528 §4.1). All results are new arrays; who asks for
/// one wipes it.
/// </summary>
internal static class EdhocKdf
{
    /// <summary>Octets of a hash, and of each PRK.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    /// <summary>EDHOC_Extract: HKDF-Extract (RFC 5869 §2.2).</summary>
    public static byte[] Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> input)
    {
        var prk = new byte[HashSize];
        HKDF.Extract(HashAlgorithmName.SHA256, input, salt, prk);
        return prk;
    }

    /// <summary>EDHOC_KDF: HKDF-Expand with label, context and length in its info (RFC 9528 §4.1.2).</summary>
    public static byte[] Expand(ReadOnlySpan<byte> prk, EdhocLabel label, ReadOnlySpan<byte> context, int octets) =>
        Expand(prk, (long)label, context, octets);

    /// <summary>The same with a label of an application's own: EDHOC_Exporter (RFC 9528 §4.2.1).</summary>
    public static byte[] Expand(ReadOnlySpan<byte> prk, long label, ReadOnlySpan<byte> context, int octets)
    {
        var output = new byte[octets];
        HKDF.Expand(HashAlgorithmName.SHA256, prk, output, Info(label, context, octets));
        return output;
    }

    /// <summary>The info of <see cref="Expand(ReadOnlySpan{byte}, long, ReadOnlySpan{byte}, int)"/>: a CBOR sequence.</summary>
    internal static byte[] Info(long label, ReadOnlySpan<byte> context, int octets) =>
        new CborWriter().Int(label).Bytes(context).Int(octets).Written.ToArray();

    /// <summary>TH_2 = H(G_Y, H(message_1)) (RFC 9528 §5.3.2).</summary>
    public static byte[] Transcript2(ReadOnlySpan<byte> responderEphemeral, ReadOnlySpan<byte> message1) => SHA256.HashData(
        new CborWriter().Bytes(responderEphemeral).Bytes(SHA256.HashData(message1)).Written);

    /// <summary>TH_3 = H(TH_2, PLAINTEXT_2, CRED_R), and TH_4 with message_3's (RFC 9528 §5.3.2, §5.4.2).</summary>
    /// <param name="before">The transcript hash before.</param>
    /// <param name="plaintext">As it was before encryption: a CBOR sequence.</param>
    /// <param name="credential">The sender's credential, CBOR.</param>
    public static byte[] Transcript(ReadOnlySpan<byte> before, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> credential) =>
        SHA256.HashData(new CborWriter().Bytes(before).Raw(plaintext).Raw(credential).Written);

    /// <summary>What a MAC, and a signature, is about: ID_CRED, TH, CRED and EAD (RFC 9528 §5.3.2, §5.4.2).</summary>
    /// <param name="before">At the responder what comes first: C_R; else nothing.</param>
    /// <param name="identifier">ID_CRED, a CBOR map.</param>
    /// <param name="transcript">TH_2 or TH_3.</param>
    /// <param name="credential">The credential, CBOR.</param>
    /// <param name="authorization">EAD, or nothing.</param>
    public static byte[] MacContext(
        ReadOnlySpan<byte> before, ReadOnlySpan<byte> identifier, ReadOnlySpan<byte> transcript, ReadOnlySpan<byte> credential,
        ReadOnlySpan<byte> authorization) =>
        new CborWriter().Raw(before).Raw(identifier).Bytes(transcript).Raw(credential).Raw(authorization).Written.ToArray();

    /// <summary>The associated data of messages 3 and 4: an Encrypt0 structure of COSE (RFC 9052 §5.3).</summary>
    public static byte[] Associated(ReadOnlySpan<byte> transcript) =>
        new CborWriter().Array(3).Text("Encrypt0").Bytes([]).Bytes(transcript).Written.ToArray();
}
