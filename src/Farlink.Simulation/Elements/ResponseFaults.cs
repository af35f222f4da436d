namespace Farlink.Simulation.Elements;

/// <summary>Spoils a response as the faults say, and counts them down.</summary>
internal static class ResponseFaults
{
    /// <summary>Spoils the answer to a wake pulse.</summary>
    /// <returns>The faults that are left.</returns>
    public static Atecc608Faults SpoilWake(Atecc608Faults faults, byte[] frame)
    {
        if (faults.BadWakeAnswers <= 0) return faults;
        BreakCheck(frame);
        return faults with { BadWakeAnswers = faults.BadWakeAnswers - 1 };
    }

    /// <summary>Spoils the response to a command.</summary>
    /// <returns>The faults that are left.</returns>
    public static Atecc608Faults Spoil(Atecc608Faults faults, byte[] frame)
    {
        if (faults.BadResponses > 0)
        {
            BreakCheck(frame);
            faults = faults with { BadResponses = faults.BadResponses - 1 };
        }

        if (faults.FlippedBit is not { } flipped) return faults;
        var bit = (int)((uint)flipped % (uint)(8 * frame.Length));
        frame[bit / 8] ^= (byte)(1 << (bit % 8));
        return faults with { FlippedBit = null };
    }

    private static void BreakCheck(byte[] frame) => frame[^1] ^= 0x55;
}
