namespace Farlink.Keys.Atecc608;

/// <summary>The chip does not answer, or refuses. <see cref="Status"/> says which; the message is for people.</summary>
public sealed class AteccException : Exception
{
    /// <summary>It does not answer as it should.</summary>
    public AteccException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>It refused.</summary>
    internal AteccException(AteccOpcode command, AteccStatus status)
        : base($"The chip refuses {command}: {Words(status)}") => Status = status;

    /// <summary>Whether the same may succeed the next time: the bus, the watchdog, or a chip that was not awake.</summary>
    public bool IsPassing => Status is null or AteccStatus.BadCrc or AteccStatus.WatchdogAboutToExpire or AteccStatus.Awake;

    /// <summary>Why it refused; null if there was no answer.</summary>
    public AteccStatus? Status { get; }

    private static string Words(AteccStatus status) => status switch
    {
        AteccStatus.Miscompare => "not the right signature (01)",
        AteccStatus.Parse => "it does not know the command in this form (03)",
        AteccStatus.EccFault => "no key in the slot, or no point of the curve (05)",
        AteccStatus.SelfTestFailed => "its self-test failed (07); the chip is broken",
        AteccStatus.HealthTestFailed => "its random numbers failed their test (08)",
        AteccStatus.Execution => "not allowed by its configuration and locks (0F)",
        _ => $"status {(int)status:X2}",
    };
}
