namespace Farlink.Protocol.Messages;

/// <summary>Turns messages into chunks, frame by frame; plain or compressed, both with lanes (docs/protocol.md §7).</summary>
/// <typeparam name="T">The queue's own entry.</typeparam>
internal interface IStreamEncoder<T>
{
    /// <summary>Whether a message is half on the air.</summary>
    bool HasUnfinished { get; }

    /// <summary>Octets of half coded messages that are still to be coded, as far as can be told.</summary>
    int UnfinishedOctets { get; }

    /// <summary>Octets that so many octets of messages will probably take.</summary>
    long Estimate(long octets);

    /// <summary>Whether a message of this lane is half on the air.</summary>
    bool IsUnfinished(Priority lane);

    /// <summary>Bits of the text's hash in the chunk filled last; 16 say that the receiver will have checked all of it.</summary>
    int CheckBits { get; }

    /// <summary>16 bits of the hash of the text of all chunks so far.</summary>
    int TextCheck { get; }

    /// <summary>Fills a chunk; null if nothing is due.</summary>
    /// <param name="mostOctets">At most so many.</param>
    /// <param name="source">Where messages come from.</param>
    /// <param name="completed">Receives the entries whose last octet is in this chunk, in order.</param>
    /// <param name="parts">Receives what each entry takes of the chunk.</param>
    /// <param name="shape">What it is to be besides; null: as short as it can be.</param>
    byte[]? Fill(
        int mostOctets, IMessageSource<T> source, List<T> completed, List<(T Entry, int Octets)> parts, ChunkShape? shape = null);

    /// <summary>The messages that are half on the air, by lane.</summary>
    IEnumerable<T> Unfinished();

    /// <summary>
    /// Takes back an unfinished message; the receiver learns it with a later chunk. False if it is not unfinished.
    /// </summary>
    bool Withdraw(T entry);
}

/// <summary>
/// Turns chunks, in order, back into messages. It never throws on what a peer sent, and what it holds is bounded.
/// </summary>
internal interface IStreamDecoder
{
    /// <summary>Octets of unfinished messages held.</summary>
    int HeldOctets { get; }

    /// <summary>What decoding has cost so far, in decisions of a model.</summary>
    long Cost { get; }

    /// <summary>Bits of the text's hash that the chunk decoded last had.</summary>
    int CheckBits { get; }

    /// <summary>16 bits of the hash of the text of all chunks so far.</summary>
    int TextCheck { get; }

    /// <summary>
    /// Decodes the next chunk; false if it breaks the protocol or its text is not the sender's, and then nothing more may be
    /// decoded.
    /// </summary>
    /// <param name="chunk">Coded octets.</param>
    /// <param name="completed">Receives the messages it completes, in order.</param>
    bool TryDecode(ReadOnlySpan<byte> chunk, List<Decoded> completed);
}
