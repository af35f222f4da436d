namespace Farlink.Simulation.Elements;

/// <summary>
/// What goes wrong with a chip. Give it another record while it runs; what happens a number of times is counted down in the
/// record that the chip shows, so a test sees what is still to come.
/// </summary>
public sealed record Atecc608Faults
{
    /// <summary>A chip in order.</summary>
    public static Atecc608Faults None { get; } = new();

    /// <summary>How many of the next responses to commands have a wrong check; default 0. Wake answers do not count.</summary>
    public int BadResponses { get; init; }

    /// <summary>How many of the next answers to a wake pulse have a wrong check; default 0.</summary>
    public int BadWakeAnswers { get; init; }

    /// <summary>How many of the next wake pulses it does not hear; default 0. Pulses while it is awake do not count.</summary>
    public int IgnoredWakes { get; init; }

    /// <summary>
    /// The bit to flip in the next response to a command, from 0 (lowest bit of the count) modulo the bits of that response;
    /// null, the default: none. The check stays that of the unflipped octets, as with noise on the wire.
    /// </summary>
    public int? FlippedBit { get; init; }

    /// <summary>It acknowledges nothing and hears no wake pulse, as with a broken wire or no supply.</summary>
    public bool IsDead { get; init; }

    /// <summary>
    /// The next command does not end while this is set, and the watchdog does not help. Unset it, and time catches up.
    /// </summary>
    public bool HoldsBusy { get; init; }

    /// <summary>The engines that fail: the answer to a wake pulse is status 07, and SelfTest names them; default none.</summary>
    public Atecc608SelfTests FailingSelfTests { get; init; }

    /// <summary>How many of the next signatures do not verify, as after a fault attack on the chip; default 0.</summary>
    public int WrongSignatures { get; init; }

    /// <summary>
    /// By what the time of a command is multiplied, 1 to 1000; default 1. The chip does not know of it: a command that should
    /// have ended before the watchdog begins, and has no effect if the watchdog comes first.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public double Slowness
    {
        get;
        init => field = value is >= 1 and <= 1_000 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    } = 1;
}
