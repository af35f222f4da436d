namespace Farlink.Simulation.Elements;

/// <summary>
/// UpdateExtra (20): writes octet 84 or 85 of the configuration, once, while it is 0 and the configuration is locked.
/// </summary>
internal static class UpdateExtraCommand
{
    private const byte Extra = 0, Address = 1;

    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        if (packet is not { Parameter1: Extra or Address, Parameter2: <= byte.MaxValue, Data: [] }) return Reply.ParseError;
        ref var octet = ref chip.Config.Octets[packet.Parameter1 == Extra ? ConfigZone.UserExtra : ConfigZone.UserExtraAdd];
        if (!chip.Config.IsLocked || octet != 0) return Reply.ExecutionError;
        octet = (byte)packet.Parameter2;
        return Reply.Success;
    }
}
