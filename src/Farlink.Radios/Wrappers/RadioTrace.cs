using Farlink.Protocol.Units;

namespace Farlink.Radios.Wrappers;

/// <summary>What passed between a program and its modem.</summary>
public abstract record RadioTrace(Instant At)
{
    /// <summary>A frame was sent.</summary>
    public sealed record Sent(Transmission Transmission, ReadOnlyMemory<byte> Octets) : RadioTrace(Transmission.Start);

    /// <summary>A frame arrived.</summary>
    public sealed record Received(ReceivedFrame Frame) : RadioTrace(Frame.At);

    /// <summary>The modem failed to send a frame.</summary>
    public sealed record Failed(Instant At, ReadOnlyMemory<byte> Octets, string Reason) : RadioTrace(At);
}
