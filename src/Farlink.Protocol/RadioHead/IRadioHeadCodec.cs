namespace Farlink.Protocol.RadioHead;

/// <summary>
/// What stands between a message and the body of a RadioHead frame. None of the codecs authenticates: whoever is in range can
/// forge, repeat or alter a message.
/// </summary>
public interface IRadioHeadCodec
{
    /// <summary>The name it has in the configuration.</summary>
    string Name { get; }

    /// <summary>Longest message it can carry, in octets.</summary>
    int MostMessageOctets { get; }

    /// <summary>Turns a message into a frame's body.</summary>
    /// <exception cref="ArgumentException">The message is longer than <see cref="MostMessageOctets"/>.</exception>
    byte[] Encode(ReadOnlySpan<byte> message);

    /// <summary>Turns a body into the message. Never throws on what came from the air.</summary>
    /// <returns>The message, or why there is none.</returns>
    DecodeResult Decode(ReadOnlySpan<byte> body);
}
