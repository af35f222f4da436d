using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Notices;

/// <summary>Something an end tells the other about itself.</summary>
/// <param name="Topic">One of <see cref="NoticeTopics"/>.</param>
/// <param name="Payload">What it says.</param>
internal sealed record Notice(string Topic, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Its lane; default like most messages.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>How long it may wait for a frame that goes anyway; default not at all.</summary>
    public Duration MostLatency { get; init; }

    /// <summary>After this it is worthless, and it need not be kept; null: it is kept until it is there.</summary>
    public Duration? ExpiresIn { get; init; }
}
