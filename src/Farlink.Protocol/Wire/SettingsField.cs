using System.Buffers.Binary;

namespace Farlink.Protocol.Wire;

/// <summary>What each end tells the other in the first protected frames (docs/protocol.md §6).</summary>
/// <param name="Version">Protocol version, <see cref="CurrentVersion"/>.</param>
/// <param name="Model">Version of the compression model; 0: records go uncompressed.</param>
/// <param name="MostMessageOctets">The longest message body the sender takes, in octets; above 16 bits it says 65,535.</param>
/// <param name="AnswerEvery">Chunks after which the sender wants to be asked for an answer, 1 to 60.</param>
/// <param name="SessionSeconds">The sender's session clock in seconds.</param>
internal readonly record struct SettingsField(
    byte Version, ushort Model, ushort MostMessageOctets, byte AnswerEvery, uint SessionSeconds)
{
    /// <summary>Octets written now. A later version may append: the length is on the air.</summary>
    public const int Size = 10;

    /// <summary>The version this code speaks.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>Writes the field without its length.</summary>
    public void Write(Span<byte> to)
    {
        to[0] = Version;
        BinaryPrimitives.WriteUInt16BigEndian(to[1..], Model);
        BinaryPrimitives.WriteUInt16BigEndian(to[3..], MostMessageOctets);
        to[5] = AnswerEvery;
        BinaryPrimitives.WriteUInt32BigEndian(to[6..], SessionSeconds);
    }

    /// <summary>Reads the field; false if it is too short.</summary>
    public static bool TryParse(ReadOnlySpan<byte> octets, out SettingsField field)
    {
        field = default;
        if (octets.Length < Size) return false;
        field = new SettingsField(
            octets[0], BinaryPrimitives.ReadUInt16BigEndian(octets[1..]), BinaryPrimitives.ReadUInt16BigEndian(octets[3..]),
            octets[5], BinaryPrimitives.ReadUInt32BigEndian(octets[6..]));
        return true;
    }
}
