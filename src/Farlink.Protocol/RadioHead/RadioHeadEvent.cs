namespace Farlink.Protocol.RadioHead;

/// <summary>What a <see cref="RadioHeadEndpoint"/> has to tell.</summary>
public abstract record RadioHeadEvent
{
    private RadioHeadEvent()
    {
    }

    /// <summary>A message arrived.</summary>
    /// <param name="Header">Header of the frame that carried it.</param>
    /// <param name="Body">The body as it was on the air.</param>
    /// <param name="Message">The decoded message.</param>
    public sealed record Received(
        RadioHeadHeader Header, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Message) : RadioHeadEvent;

    /// <summary>A message is done: acknowledged, or put on the air by a plain sender.</summary>
    /// <param name="Token">The caller's name for it.</param>
    /// <param name="Transmissions">Times it was on the air.</param>
    public sealed record Sent(ulong Token, int Transmissions) : RadioHeadEvent;

    /// <summary>A message is given up: never acknowledged, or longer than the radio may ever send.</summary>
    /// <param name="Token">The caller's name for it.</param>
    /// <param name="Transmissions">Times it was on the air.</param>
    public sealed record Unacknowledged(ulong Token, int Transmissions) : RadioHeadEvent;

    /// <summary>A frame was dropped; it is counted too.</summary>
    /// <param name="Refusal">Why.</param>
    /// <param name="Header">Its header; all zero if it was too short to have one.</param>
    public sealed record Refused(FrameRefusal Refusal, RadioHeadHeader Header) : RadioHeadEvent;
}
