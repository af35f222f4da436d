namespace Farlink.Simulation.Elements;

/// <summary>
/// The check of every packet and of the zones: polynomial 0x8005, start 0, the bits of an octet from the lowest, the register
/// shifted left, no final xor. The driver has its own; neither may borrow the other's mistakes.
/// </summary>
internal static class AteccCrc16
{
    /// <summary>Octets of a check.</summary>
    public const int Length = 2;

    private const ushort Polynomial = 0x8005;

    /// <summary>The check over some octets.</summary>
    /// <returns>The register; its low octet goes over the wire first.</returns>
    public static ushort Compute(ReadOnlySpan<byte> octets)
    {
        ushort register = 0;
        foreach (var octet in octets) register = Add(register, octet);
        return register;
    }

    /// <summary>Writes the check of all octets but the last two into the last two.</summary>
    public static void Seal(Span<byte> packet)
    {
        var check = Compute(packet[..^Length]);
        packet[^2] = (byte)check;
        packet[^1] = (byte)(check >> 8);
    }

    /// <summary>Whether the last two octets are the check of those before.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> packet)
    {
        var check = Compute(packet[..^Length]);
        return packet[^2] == (byte)check && packet[^1] == (byte)(check >> 8);
    }

    private static ushort Add(ushort register, byte octet)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            var differs = ((octet >> bit) & 1) != register >> 15;
            register = (ushort)(register << 1);
            if (differs) register ^= Polynomial;
        }

        return register;
    }
}
