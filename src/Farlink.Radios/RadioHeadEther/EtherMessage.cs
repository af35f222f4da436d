using System.Buffers.Binary;

namespace Farlink.Radios.RadioHeadEther;

/// <summary>
/// One message of RadioHead's ether simulator: a big-endian length of what follows, a type, a body. RadioHead frames travel
/// whole, header included.
/// </summary>
/// <param name="Type">What it is.</param>
/// <param name="Body">What follows the type.</param>
public readonly record struct EtherMessage(EtherMessageType Type, ReadOnlyMemory<byte> Body)
{
    /// <summary>Octets of the length field.</summary>
    public const int LengthOctets = 4;

    /// <summary>Longest body: a frame of 255 octets. A peer that announces more is cut off, whatever it claims.</summary>
    public const int MostBodyOctets = 255;

    /// <summary>A node tells its address.</summary>
    public static EtherMessage ThisAddress(byte address) => new(EtherMessageType.ThisAddress, new[] { address });

    /// <summary>A frame.</summary>
    public static EtherMessage Packet(ReadOnlyMemory<byte> frame) => new(EtherMessageType.Packet, frame);

    /// <summary>
    /// The message as octets, to be written in one piece: RadioHead's own client cannot read one that comes in two.
    /// </summary>
    /// <exception cref="InvalidOperationException">The body is longer than <see cref="MostBodyOctets"/>.</exception>
    public byte[] ToArray()
    {
        if (Body.Length > MostBodyOctets)
            throw new InvalidOperationException($"An ether message carries at most {MostBodyOctets} octets.");
        var octets = new byte[LengthOctets + 1 + Body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)(1 + Body.Length));
        octets[LengthOctets] = (byte)Type;
        Body.CopyTo(octets.AsMemory(LengthOctets + 1));
        return octets;
    }
}
