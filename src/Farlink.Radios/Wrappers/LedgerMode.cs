namespace Farlink.Radios.Wrappers;

/// <summary>What a <see cref="LedgerGuard"/> does with a frame that would exceed the limit.</summary>
public enum LedgerMode
{
    /// <summary>Keep it until it fits. The only mode for a modem that radiates.</summary>
    HoldBack,

    /// <summary>Send it and count the excess: for simulated radios, to show what a pace would cost.</summary>
    Count,
}
