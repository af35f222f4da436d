namespace Farlink.Protocol.RadioHead;

/// <summary>Codec <c>none</c>: the message as it is, in clear (facts of rf95_client and rf95_server).</summary>
public sealed class NoCodec : IRadioHeadCodec
{
    /// <inheritdoc/>
    public string Name => "none";

    /// <inheritdoc/>
    public int MostMessageOctets => RadioHeadFrame.MostBodyOctets;

    /// <inheritdoc/>
    public byte[] Encode(ReadOnlySpan<byte> message)
    {
        if (message.Length > MostMessageOctets)
            throw new ArgumentException($"At most {MostMessageOctets} octets fit.", nameof(message));
        return message.ToArray();
    }

    /// <inheritdoc/>
    public DecodeResult Decode(ReadOnlySpan<byte> body) => DecodeResult.Accept(body.ToArray());
}
