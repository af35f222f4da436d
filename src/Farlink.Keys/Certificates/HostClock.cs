using System.Runtime.InteropServices;

namespace Farlink.Keys.Certificates;

/// <summary>Whether something keeps this host's clock right.</summary>
public static partial class HostClock
{
    /// <summary>TIME_ERROR of adjtimex(2): nobody has set the clock, or not for long.</summary>
    private const int TimeError = 5;

    /// <summary>More than sizeof(struct timex) on any Linux.</summary>
    private const int TimexSize = 512;

    /// <summary>
    /// Whether the kernel counts its clock as synchronised: by NTP, GPS or a time server. A Pi that came up without a network
    /// has a clock that begins where it was switched off.
    /// </summary>
    public static bool IsSynchronized
    {
        get
        {
            Span<byte> timex = stackalloc byte[TimexSize];
            timex.Clear();
            return AdjTimex(ref MemoryMarshal.GetReference(timex)) is >= 0 and not TimeError;
        }
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjTimex(ref byte timex);
}
