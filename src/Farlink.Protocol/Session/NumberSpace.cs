using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Session;

/// <summary>Two counters a direction; the space is part of the nonce.</summary>
internal enum NumberSpace
{
    /// <summary>Fresh chunks: the number is the chunk's.</summary>
    Chunks = 0,

    /// <summary>Extended frames and acknowledgements.</summary>
    Control = 1,
}

/// <summary>Which space a kind of frame counts in.</summary>
internal static class NumberSpaces
{
    /// <summary>The space of a protected kind.</summary>
    public static NumberSpace Of(FrameKind kind) => kind == FrameKind.Fresh ? NumberSpace.Chunks : NumberSpace.Control;
}
