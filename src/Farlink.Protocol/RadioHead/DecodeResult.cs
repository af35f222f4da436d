namespace Farlink.Protocol.RadioHead;

/// <summary>A decoded message, or why there is none.</summary>
/// <param name="Message">The message; empty on a refusal.</param>
/// <param name="Refusal">Why it was refused; <see cref="FrameRefusal.None"/> if it was not.</param>
public readonly record struct DecodeResult(ReadOnlyMemory<byte> Message, FrameRefusal Refusal)
{
    /// <summary>Whether there is a message.</summary>
    public bool IsAccepted => Refusal == FrameRefusal.None;

    /// <summary>A message.</summary>
    public static DecodeResult Accept(ReadOnlyMemory<byte> message) => new(message, FrameRefusal.None);

    /// <summary>No message, and why.</summary>
    public static DecodeResult Refuse(FrameRefusal refusal) => new(default, refusal);
}
