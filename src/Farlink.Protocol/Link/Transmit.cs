using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>A frame to put on the air; then call <see cref="LinkStation.HandleTransmitted"/> or its siblings.</summary>
public sealed record Transmit
{
    /// <summary>The LoRa payload.</summary>
    public required ReadOnlyMemory<byte> Octets { get; init; }

    /// <summary>Time on air.</summary>
    public required Duration Airtime { get; init; }

    /// <summary>At which power; null: as the radio is set.</summary>
    public Dbm? Power { get; init; }

    /// <summary>The link it is for.</summary>
    public required byte Link { get; init; }

    /// <summary>What is in it.</summary>
    public required FrameContent Content { get; init; }

    /// <summary>
    /// Whether to listen for activity first (CAD): if the channel is busy, do not send and call
    /// <see cref="LinkStation.HandleBusy"/>.
    /// </summary>
    public required bool ListenFirst { get; init; }

    internal Plan Plan { get; init; }

    internal int LinkIndex { get; init; }

    /// <summary>The session it is sealed in; null for a handshake frame.</summary>
    internal LinkSession? Session { get; init; }

    internal SentChunk? Chunk { get; init; }

    internal bool IsPoll { get; init; }

    internal bool HasAck { get; init; }

    internal bool HasPhase { get; init; }

    internal long Published { get; init; } = -1;

    internal sbyte? Margin { get; init; }

    internal bool Continues { get; init; }

    internal long ControlNumber { get; init; } = -1;
}
