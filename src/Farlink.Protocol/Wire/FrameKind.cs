namespace Farlink.Protocol.Wire;

/// <summary>The two highest bits of a frame (docs/protocol.md §2).</summary>
internal enum FrameKind
{
    /// <summary>A chunk on its first and only transmission in this form; its number is the chunk's.</summary>
    Fresh = 0,

    /// <summary>Flags and what they announce: repeats, polls, resume, settings.</summary>
    Extended = 1,

    /// <summary>An acknowledgement alone.</summary>
    Acknowledgement = 2,

    /// <summary>A handshake message: authenticated by its own tag, not sealed.</summary>
    Handshake = 3,
}
