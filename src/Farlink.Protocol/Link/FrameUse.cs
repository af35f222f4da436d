namespace Farlink.Protocol.Link;

/// <summary>What a frame of the native link is for: what its airtime is spent on.</summary>
public enum FrameUse
{
    /// <summary>A chunk for the first time, whatever rides along.</summary>
    Data,

    /// <summary>A chunk again.</summary>
    Repeat,

    /// <summary>What was received, without a chunk.</summary>
    Acknowledgement,

    /// <summary>A question for an answer, without a chunk.</summary>
    Poll,

    /// <summary>A handshake, or what leads to one.</summary>
    Handshake,

    /// <summary>Anything else: a goodbye.</summary>
    Control,
}
