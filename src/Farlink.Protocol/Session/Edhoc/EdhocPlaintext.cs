namespace Farlink.Protocol.Session.Edhoc;

/// <summary>
/// What messages 2 and 3 carry in secret (RFC 9528 §5.3.2, §5.4.2): at the responder C_R first, then ID_CRED_x,
/// Signature_or_MAC_x and EAD_x.
/// </summary>
/// <param name="ConnectionId">C_R; empty in message_3.</param>
/// <param name="Identifier">ID_CRED_x, whole.</param>
/// <param name="Proof">A signature or a MAC.</param>
/// <param name="Authorization">EAD_x, as it was coded.</param>
internal sealed record EdhocPlaintext(byte[] ConnectionId, byte[] Identifier, byte[] Proof, byte[] Authorization)
{
    /// <summary>Writes one without EAD.</summary>
    public static byte[] Write(ReadOnlySpan<byte> connectionId, EdhocCredential credential, ReadOnlySpan<byte> proof)
    {
        var writer = new CborWriter().Raw(connectionId);
        credential.WriteIdentifier(writer);
        return writer.Bytes(proof).Written.ToArray();
    }

    /// <summary>Reads one.</summary>
    public static EdhocFailure? TryParse(ReadOnlySpan<byte> octets, bool hasConnectionId, out EdhocPlaintext? plaintext)
    {
        plaintext = null;
        var reader = new CborReader(octets);
        byte[] connection = [];
        if (hasConnectionId)
        {
            if (!Edhoc.ConnectionId.TryRead(ref reader, out var read)) return EdhocFailure.Malformed;
            if (read.Length is 0 or > EdhocOptions.LongestConnectionId) return EdhocFailure.ConnectionIdSize;
            connection = read.ToArray();
        }

        if (!EdhocCredential.TryReadIdentifier(ref reader, out var identifier)) return EdhocFailure.Malformed;
        if (!reader.TryReadBytes(out var proof)) return EdhocFailure.Malformed;
        if (EdhocAuthorization.Check(reader.Rest) is { } failure) return failure;
        plaintext = new EdhocPlaintext(connection, identifier, proof.ToArray(), reader.Rest.ToArray());
        return null;
    }
}
