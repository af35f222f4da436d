namespace Farlink.Simulation.Elements;

/// <summary>SelfTest (77): tests engines and gives those that failed; with mode 0 only says which failed before.</summary>
internal static class SelfTestCommand
{
    /// <summary>Runs it.</summary>
    public static byte[] Run(Atecc608State chip, Atecc608Packet packet)
    {
        var asked = (Atecc608SelfTests)packet.Parameter1;
        if ((asked & ~Atecc608SelfTests.All) != 0 || packet is not { Parameter2: 0, Data: [] }) return Reply.ParseError;
        // A test that passes now clears what it left before.
        chip.FailedTests = (chip.FailedTests & ~asked) | (asked & chip.Faults.FailingSelfTests);
        return [(byte)chip.FailedTests];
    }
}
