using Farlink.Protocol.Airtime;

namespace Farlink.Protocol.RadioHead;

/// <summary>A RadioHead frame: the header in clear, then what the codec made of the message.</summary>
public static class RadioHeadFrame
{
    /// <summary>Most octets after the header.</summary>
    public const int MostBodyOctets = LoRaAirtime.LongestPayloadOctets - RadioHeadHeader.Size;

    /// <summary>Puts a header before an encoded body.</summary>
    /// <exception cref="ArgumentException">The body is longer than <see cref="MostBodyOctets"/>.</exception>
    public static byte[] Build(RadioHeadHeader header, ReadOnlySpan<byte> body)
    {
        if (body.Length > MostBodyOctets)
            throw new ArgumentException($"A RadioHead body has at most {MostBodyOctets} octets.", nameof(body));
        var frame = new byte[RadioHeadHeader.Size + body.Length];
        header.Write(frame);
        body.CopyTo(frame.AsSpan(RadioHeadHeader.Size));
        return frame;
    }
}
