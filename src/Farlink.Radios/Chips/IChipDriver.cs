using Farlink.Protocol.Units;

namespace Farlink.Radios.Chips;

/// <summary>
/// What <see cref="ChipRadio"/> needs of a chip, in its own registers or commands. Calls do not overlap. Each may throw a
/// <see cref="RadioException"/> if the chip does not do it or the bus is gone.
/// </summary>
internal interface IChipDriver
{
    /// <summary>For people: <c>SX1276</c>.</summary>
    string Name { get; }

    /// <summary>Why settings cannot be used on this chip, or null.</summary>
    string? Refuse(RadioSettings settings);

    /// <summary>Resets the chip and sees whether it is one.</summary>
    /// <exception cref="RadioException">It is not there: which wire to look at.</exception>
    ValueTask ResetAsync(CancellationToken cancellationToken);

    /// <summary>Sets everything; the chip is in standby afterwards.</summary>
    ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken);

    /// <summary>Sets the power, at most this.</summary>
    ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken);

    /// <summary>Listens until something else is asked.</summary>
    ValueTask ListenAsync(CancellationToken cancellationToken);

    /// <summary>Gives the chip a frame and all it needs to send it; nothing leaves the antenna yet.</summary>
    ValueTask PrepareTransmitAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);

    /// <summary>Begins to send what was prepared.</summary>
    ValueTask StartTransmitAsync(CancellationToken cancellationToken);

    /// <summary>Begins to listen for a preamble.</summary>
    ValueTask StartDetectAsync(CancellationToken cancellationToken);

    /// <summary>Whether a frame is being received just now.</summary>
    ValueTask<bool> IsReceivingAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What happened since the last call; the chip's flags of just that are cleared, and a received frame read.
    /// </summary>
    ValueTask<(ChipEvents Events, ChipFrame? Frame)> TakeEventsAsync(CancellationToken cancellationToken);

    /// <summary>Whether the chip still is as it was set, while it listens: after a brown-out it is not.</summary>
    ValueTask<bool> IsAsSetAsync(CancellationToken cancellationToken);
}
