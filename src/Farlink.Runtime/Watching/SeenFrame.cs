using Farlink.Protocol.Link;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Watching;

/// <summary>A frame that passed this end's radio.</summary>
public sealed record SeenFrame
{
    /// <summary>Rises from frame to frame, from 1.</summary>
    public required long Id { get; init; }

    /// <summary>When it was seen: at its end.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Which end saw it: site or base.</summary>
    public required string Role { get; init; }

    /// <summary>Whether that end sent it.</summary>
    public required bool IsSent { get; init; }

    /// <summary>What was on the air: ciphertext. Of a message in clear its header alone, unless payloads are kept.</summary>
    public required ReadOnlyMemory<byte> Octets { get; init; }

    /// <summary>Octets that were on the air, 1 to 255; more than there are in <see cref="Octets"/> if not all are kept.</summary>
    public int Length
    {
        get => Math.Max(field, Octets.Length);
        init;
    }

    /// <summary>Time on air.</summary>
    public Duration Airtime { get; init; }

    /// <summary>What it is for; null if it could not be read.</summary>
    public FrameUse? Use { get; init; }

    /// <summary>The link it names; null if it names none.</summary>
    public byte? Link { get; init; }

    /// <summary>Power it was sent with, where that adapts.</summary>
    public Dbm? Power { get; init; }

    /// <summary>Signal strength it was heard with.</summary>
    public Dbm? Rssi { get; init; }

    /// <summary>Signal-to-noise ratio it was heard with.</summary>
    public Decibel? Snr { get; init; }

    /// <summary>Why it was refused; null if it was not.</summary>
    public string? Refusal { get; init; }

    /// <summary>What it says.</summary>
    public IReadOnlyList<FrameField> Fields { get; init; } = [];

    /// <summary>
    /// Ids of the messages of which it carried something; known at its sender, in RadioHead mode also at its receiver.
    /// </summary>
    public IReadOnlyList<long> Messages { get; init; } = [];
}
