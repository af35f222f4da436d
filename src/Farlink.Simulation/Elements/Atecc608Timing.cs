namespace Farlink.Simulation.Elements;

/// <summary>How long things take.</summary>
internal static class Atecc608Timing
{
    /// <summary>From the wake pulse until it answers (tWHI).</summary>
    public static TimeSpan WakeDelay { get; } = TimeSpan.FromMicroseconds(1_500);

    /// <summary>
    /// The watchdog when bit 2 of ChipMode is set. The maker's library speaks of 13 s; the shorter is the stricter.
    /// </summary>
    public static TimeSpan LongWatchdog { get; } = TimeSpan.FromSeconds(10);

    /// <summary>To find a packet broken or unknown, or the watchdog too near. No source gives it.</summary>
    public static TimeSpan Refusal { get; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The longest that a command may take, as the maker's library waits when it does not poll.</summary>
    public static TimeSpan Maximum(Atecc608Opcode opcode, Atecc608ClockDivider divider)
    {
        var (m0, m1, m2) = Milliseconds(opcode);
        return TimeSpan.FromMilliseconds(divider switch
        {
            Atecc608ClockDivider.M1 => m1,
            Atecc608ClockDivider.M2 => m2,
            _ => m0,
        });
    }

    private static (int M0, int M1, int M2) Milliseconds(Atecc608Opcode opcode) => opcode switch
    {
        Atecc608Opcode.Info or Atecc608Opcode.Read => (5, 5, 5),
        Atecc608Opcode.UpdateExtra => (10, 10, 10),
        Atecc608Opcode.Nonce => (20, 20, 20),
        Atecc608Opcode.Random => (23, 23, 23),
        Atecc608Opcode.Counter => (25, 25, 25),
        Atecc608Opcode.Lock => (35, 35, 35),
        Atecc608Opcode.Sha => (36, 42, 75),
        Atecc608Opcode.Write => (45, 45, 45),
        Atecc608Opcode.PrivWrite => (50, 50, 50),
        Atecc608Opcode.Ecdh => (75, 172, 531),
        Atecc608Opcode.Verify => (105, 295, 1_085),
        Atecc608Opcode.GenKey => (115, 215, 653),
        Atecc608Opcode.Sign => (115, 220, 665),
        Atecc608Opcode.SelfTest => (250, 625, 2_324),
        _ => (1, 1, 1),
    };
}
