namespace Farlink.Simulation.Elements;

/// <summary>Gives a command to the one that knows it.</summary>
internal static class Atecc608Commands
{
    /// <summary>Slots above it do not exist.</summary>
    public const int LastSlot = ConfigZone.SlotCount - 1;

    private const byte ReadConfig = 0x00, ReadConfigBlock = 0x80;

    /// <summary>Does what a packet asks.</summary>
    /// <returns>The payload of the response.</returns>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        if (chip.FailedTests != Atecc608SelfTests.None && !IsAllowedAfterFailure(packet))
            return Reply.Of(Atecc608Status.SelfTestError);
        return packet.Opcode switch
        {
            Atecc608Opcode.Info => InfoCommand.Run(chip, packet),
            Atecc608Opcode.Random => RandomCommand.Run(chip, packet),
            Atecc608Opcode.Nonce => NonceCommand.Run(chip, packet),
            Atecc608Opcode.GenKey => GenKeyCommand.Run(chip, packet),
            Atecc608Opcode.Sign => SignCommand.Run(chip, packet),
            Atecc608Opcode.Verify => VerifyCommand.Run(chip, packet),
            Atecc608Opcode.Ecdh => EcdhCommand.Run(chip, packet),
            Atecc608Opcode.Read => ReadCommand.Run(chip, packet),
            Atecc608Opcode.Write => WriteCommand.Run(chip, packet),
            Atecc608Opcode.PrivWrite => PrivWriteCommand.Run(chip, packet),
            Atecc608Opcode.Lock => LockCommand.Run(chip, packet),
            Atecc608Opcode.Counter => CounterCommand.Run(chip, packet),
            Atecc608Opcode.Sha => ShaCommand.Run(chip, packet),
            Atecc608Opcode.SelfTest => SelfTestCommand.Run(chip, packet),
            Atecc608Opcode.UpdateExtra => UpdateExtraCommand.Run(chip, packet),
            _ => Reply.ParseError,
        };
    }

    private static bool IsAllowedAfterFailure(Atecc608Packet packet) => packet.Opcode == Atecc608Opcode.SelfTest
        || packet is { Opcode: Atecc608Opcode.Read, Parameter1: ReadConfig or ReadConfigBlock };
}
