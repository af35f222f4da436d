namespace Farlink.Protocol.Link;

/// <summary>One thing that a frame says, to be shown.</summary>
/// <param name="Name">In words, as docs/protocol.md calls it.</param>
/// <param name="Value">In words and figures; never a part of a message.</param>
public readonly record struct FrameField(string Name, string Value);
