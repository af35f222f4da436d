using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>A coded chunk that the peer is not known to have committed.</summary>
internal sealed class SentChunk(long number, byte[] octets, IReadOnlyList<QueuedMessage> completed)
{
    /// <summary>Its number in the session.</summary>
    public long Number { get; } = number;

    /// <summary>Coded octets, padding included.</summary>
    public byte[] Octets { get; } = octets;

    /// <summary>The messages whose last octet it holds.</summary>
    public IReadOnlyList<QueuedMessage> Completed { get; } = completed;

    /// <summary>Bits of the text's hash in it.</summary>
    public int CheckBits { get; init; }

    /// <summary>Octets of each message in it.</summary>
    public IReadOnlyList<(OutboxRow Row, int Octets)> Parts { get; init; } = [];

    /// <summary>Whether a fresh frame of it was sealed: there is never a second, even if the first was not sent.</summary>
    public bool IsSealed { get; set; }

    /// <summary>Whether a frame with it was handed to the radio: from then on the peer may have it.</summary>
    public bool IsOut { get; set; }

    /// <summary>Whether the peer has it in memory.</summary>
    public bool IsReceived { get; set; }

    /// <summary>
    /// Whether it is to be sent again: an acknowledgement that came after its last transmission did not have it, or the radio
    /// failed.
    /// </summary>
    public bool IsLost { get; set; }

    /// <summary>Transmissions so far.</summary>
    public int Sent { get; set; }

    /// <summary>When its last transmission ended.</summary>
    public Instant LastEnd { get; set; }

    /// <summary>When its first transmission ended.</summary>
    public Instant FirstEnd { get; set; }
}
