using Farlink.Radios.Boards;

namespace Farlink.Doctor;

/// <summary>
/// What was seen at the wires of a radio chip; null where a sign was not looked for, because an earlier one was bad.
/// </summary>
internal sealed record ChipSigns
{
    /// <summary>How often it was asked who it is.</summary>
    public required int Asked { get; init; }

    /// <summary>How often the answer was right.</summary>
    public required int Right { get; init; }

    /// <summary>Wrong answers, each once.</summary>
    public IReadOnlyList<byte> Wrong { get; init; } = [];

    /// <summary>Whether what was sent came back.</summary>
    public bool IsEcho { get; init; }

    /// <summary>Another kind of chip that answers in its own way.</summary>
    public RadioChip? Other { get; init; }

    /// <summary>Whether a register kept what was written into it.</summary>
    public bool? Keeps { get; init; }

    /// <summary>Whether NRESET took that away again.</summary>
    public bool? Resets { get; init; }

    /// <summary>SX126x: whether BUSY was high at a reset, as it must be.</summary>
    public bool? BusyRises { get; init; }

    /// <summary>SX126x: whether it was low afterwards.</summary>
    public bool? BusyFalls { get; init; }

    /// <summary>SX126x: whether its clock started.</summary>
    public bool? ClockStarts { get; init; }

    /// <summary>Whether the modem ended listening for a preamble, by the chip's own flag.</summary>
    public bool? Ends { get; init; }

    /// <summary>Whether the interrupt line was high before that.</summary>
    public bool? WasHigh { get; init; }

    /// <summary>Whether it was high after it.</summary>
    public bool? Rises { get; init; }

    /// <summary>Whether the chip that should be there is.</summary>
    public bool IsThere => Right > 0;
}
