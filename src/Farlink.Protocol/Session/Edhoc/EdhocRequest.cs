namespace Farlink.Protocol.Session.Edhoc;

/// <summary>What only the holder of the long-term private key can compute; the machine waits for the answer.</summary>
public abstract record EdhocRequest
{
    private EdhocRequest()
    {
    }

    /// <summary>ECDH of the private key of <see cref="EdhocOptions.Agreement"/> with a point; answer: 32 octets, its x.</summary>
    /// <param name="Peer">x || y, 64 octets, checked to be on the curve. Which of both y it has does not matter.</param>
    public sealed record Agree(ReadOnlyMemory<byte> Peer) : EdhocRequest;

    /// <summary>ECDSA by the private key of <see cref="EdhocOptions.Signing"/>; answer: r || s, 64 octets.</summary>
    /// <param name="Digest">SHA-256 of what is signed, 32 octets.</param>
    public sealed record Sign(ReadOnlyMemory<byte> Digest) : EdhocRequest;
}
