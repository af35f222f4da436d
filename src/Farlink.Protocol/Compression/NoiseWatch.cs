using System.Runtime.InteropServices;

namespace Farlink.Protocol.Compression;

/// <summary>
/// Finds publishers whose messages teach a model nothing and would only push out what others taught it: long payloads that stay
/// dear, take a good part of all that is coded, and take hardly less by the model than they would alone. So they are coded alone,
/// but for some in which it may show that this has changed. Readings of many digits are dear too, but the model has learned
/// something there: they stay. The encoder alone decides; the decoder is told.
/// </summary>
internal sealed class NoiseWatch
{
    private const int CellsLog2 = 8;

    /// <summary>Shorter payloads teach little, and alone they would cost much.</summary>
    private const int LeastOctets = 48;

    /// <summary>Bits an octet from which a payload is noise, in halves: telemetry takes 2, and most of it less than 1.</summary>
    private const int NoiseHalfBits = 5;

    /// <summary>Octets of a publisher that are looked at before it is judged.</summary>
    private const int LeastSample = 1024;

    /// <summary>Of so many messages of a noisy publisher one is tried.</summary>
    private const int TryOneOf = 16;

    /// <summary>Of so many messages of a suspect one is coded alone too, to compare.</summary>
    private const int CompareOneOf = 4;

    /// <summary>Of what it takes alone, in percent; with less the model has learned from it.</summary>
    private const int NoisePercent = 85;

    /// <summary>What is longer ago than so many coded bits counts half.</summary>
    private const long Window = 16 * 1024 * 8;
    private readonly Cell[] _cells = new Cell[1 << CellsLog2];
    private long _allBits;

    /// <summary>Whether the next message of this publisher is better coded alone.</summary>
    /// <param name="publisher">Who publishes it; empty: by its topic.</param>
    /// <param name="message">The message.</param>
    public bool IsNoise(string publisher, WholeMessage message)
    {
        if (message.Payload.Length < LeastOctets) return false;
        ref var cell = ref CellOf(publisher, message.Topic);
        var isNoise = IsSuspect(cell) && cell.Alone > 0 && 100 * cell.Shared >= NoisePercent * cell.Alone;
        return isNoise && ++cell.Messages % TryOneOf != 0;
    }

    /// <summary>Whether a message that the model has coded should be coded alone too, for <see cref="Compare"/>.</summary>
    public bool WantsToCompare(string publisher, WholeMessage message)
    {
        if (message.Payload.Length < LeastOctets) return false;
        ref var cell = ref CellOf(publisher, message.Topic);
        return IsSuspect(cell) && cell.Compared++ % CompareOneOf == 0;
    }

    /// <summary>What a message took by the model, and alone.</summary>
    public void Compare(string publisher, WholeMessage message, int shared, int alone)
    {
        ref var cell = ref CellOf(publisher, message.Topic);
        (cell.Shared, cell.Alone) = (cell.Shared + shared, cell.Alone + alone);
    }

    private bool IsSuspect(in Cell cell) => cell.Octets >= LeastSample && 2 * cell.Bits > NoiseHalfBits * cell.Octets
        && 6 * cell.Bits > _allBits && cell.Bits < _allBits;

    /// <summary>A message was coded by the model.</summary>
    /// <param name="publisher">As before.</param>
    /// <param name="message">The message.</param>
    /// <param name="bits">What it took.</param>
    public void Note(string publisher, WholeMessage message, int bits)
    {
        _allBits += bits;
        if (message.Payload.Length >= LeastOctets)
        {
            ref var cell = ref CellOf(publisher, message.Topic);
            cell.Octets += message.Payload.Length;
            cell.Bits += bits;
        }

        if (_allBits <= Window) return;
        _allBits /= 2;
        foreach (ref var cell in _cells.AsSpan())
        {
            (cell.Octets, cell.Bits) = (cell.Octets / 2, cell.Bits / 2);
            (cell.Shared, cell.Alone) = (cell.Shared / 2, cell.Alone / 2);
        }
    }

    private ref Cell CellOf(string publisher, ReadOnlySpan<byte> topic)
    {
        var hash = publisher.Length > 0 ? Hash.Of(MemoryMarshal.AsBytes(publisher.AsSpan())) : Hash.Of(topic);
        ref var cell = ref _cells[hash >> (32 - CellsLog2)];
        if (cell.Check != hash) cell = new Cell { Check = hash };
        return ref cell;
    }

    private struct Cell
    {
        public uint Check;
        public int Messages;
        public long Octets;
        public long Bits;
        public int Compared;
        public long Shared;
        public long Alone;
    }
}
