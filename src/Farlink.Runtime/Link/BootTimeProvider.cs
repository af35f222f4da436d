using System.Runtime.InteropServices;

namespace Farlink.Runtime.Link;

/// <summary>
/// Time since the host was switched on, time in suspend included (CLOCK_BOOTTIME, clock_gettime(2)): the system's usual
/// monotonic clock stands still in suspend, and what was on the air before would count too long, what expires live too long.
/// Timers are the system's: after a suspend they may be late.
/// </summary>
public sealed partial class BootTimeProvider : TimeProvider
{
    private const int BootTime = 7;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private BootTimeProvider()
    {
    }

    /// <summary>The one there is.</summary>
    public static BootTimeProvider Instance { get; } = new();

    /// <inheritdoc/>
    public override long TimestampFrequency => NanosecondsPerSecond;

    /// <inheritdoc/>
    /// <exception cref="PlatformNotSupportedException">The system has no such clock; Linux has since 2.6.39.</exception>
    public override long GetTimestamp()
    {
        if (ClockGetTime(BootTime, out var time) != 0)
            throw new PlatformNotSupportedException("This system has no CLOCK_BOOTTIME.");
        return (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpecification time);

    /// <summary>struct timespec on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
