namespace Farlink.Simulation.Elements;

/// <summary>Random (1B): 32 random octets, with a new seed (mode 0) or not (mode 1).</summary>
internal static class RandomCommand
{
    private const byte NewSeed = 0, OldSeed = 1;

    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        if (packet is not { Parameter1: NewSeed or OldSeed, Parameter2: 0, Data: [] }) return Reply.ParseError;
        if (packet.Parameter1 == NewSeed) chip.HasFreshSeed = true;
        return chip.Random();
    }
}
