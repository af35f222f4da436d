namespace Farlink.Simulation.Elements;

/// <summary>A command whose length and check were right.</summary>
/// <param name="Opcode">What to do; may be none that the model knows.</param>
/// <param name="Parameter1">First parameter, mostly a mode.</param>
/// <param name="Parameter2">Second parameter, mostly a slot or an address.</param>
/// <param name="Data">The rest; may be empty.</param>
internal sealed record Atecc608Packet(Atecc608Opcode Opcode, byte Parameter1, ushort Parameter2, byte[] Data)
{
    /// <summary>Count, opcode, two parameters and the check: the shortest packet, in octets.</summary>
    public const int MinimumLength = 7;

    private const int HeaderLength = 5;

    /// <summary>Takes a packet apart.</summary>
    /// <param name="packet">Count to check, complete.</param>
    /// <returns>Null if the count is too small or the check is wrong.</returns>
    public static Atecc608Packet? Parse(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < MinimumLength || !AteccCrc16.IsSealed(packet)) return null;
        return new Atecc608Packet(
            (Atecc608Opcode)packet[1],
            packet[2],
            (ushort)(packet[3] | (packet[4] << 8)),
            packet[HeaderLength..^AteccCrc16.Length].ToArray());
    }
}
