namespace Farlink.Protocol.Link;

/// <summary>What became of a chunk.</summary>
internal enum ChunkVerdict
{
    /// <summary>Taken.</summary>
    New,

    /// <summary>There already.</summary>
    SeenBefore,

    /// <summary>It breaks the protocol.</summary>
    Breach,
}
