namespace Farlink.Protocol.Compression;

/// <summary>
/// Chooses how a payload is coded: as text or as columns and fields, by the model or as it is. What looks random, or did not get
/// shorter on this topic lately, is stored and trains nothing. The encoder alone decides; the decoder is told.
/// </summary>
internal sealed class FormChooser
{
    private const int CellsLog2 = 10;

    /// <summary>Payloads shorter than this are always coded: storing saves nothing there.</summary>
    private const int LeastStored = 16;

    /// <summary>After so many payloads in a row that did not get shorter the next are stored, so many more each time.</summary>
    private const int Patience = 3, MostStoredInARow = 64;
    private readonly Cell[] _cells = new Cell[1 << CellsLog2];

    /// <summary>Whether a payload is read as binary: a topic stays what it was while the payload allows both.</summary>
    public bool IsBinary(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        ref var cell = ref CellOf(topic);
        if (RecordLook.IsBinaryPayload(payload)) return cell.IsBinary = true;
        if (cell.IsBinary) cell.IsBinary = payload.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);
        return cell.IsBinary;
    }

    /// <summary>Whether the model or nothing codes a payload.</summary>
    public RecordForm Choose(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < LeastStored || payload.Length > ushort.MaxValue) return RecordForm.Shared;
        ref var cell = ref CellOf(topic);
        if (cell.StoreNext > 0)
        {
            cell.StoreNext--;
            return RecordForm.Stored;
        }

        if (cell is { Failures: 0, IsProven: true }) return RecordForm.Shared;
        return IsRandom(payload) ? RecordForm.Stored : RecordForm.Shared;
    }

    /// <summary>A message has been coded.</summary>
    public void Note(WholeMessage message, RecordForm form, int bits)
    {
        var payload = message.Payload.Length;
        if (form != RecordForm.Shared || payload < LeastStored) return;
        ref var cell = ref CellOf(message.Topic);
        if (bits < 8 * payload * 15 / 16)
        {
            cell.IsProven = true;
            cell.Failures = 0;
            return;
        }

        if (cell.Failures < byte.MaxValue) cell.Failures++;
        if (cell.Failures >= Patience)
            cell.StoreNext = (byte)Math.Min(MostStoredInARow, 1 << Math.Min(6, cell.Failures - Patience + 2));
    }

    /// <summary>
    /// Whether octets repeat no more than random ones do: of n, n (n - 1) / 512 pairs are alike by chance. Text, numbers and
    /// columns repeat far more.
    /// </summary>
    private static bool IsRandom(ReadOnlySpan<byte> payload)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var octet in payload) counts[octet]++;
        long pairs = 0;
        foreach (var count in counts) pairs += (long)count * (count - 1) / 2;
        var expected = (long)payload.Length * (payload.Length - 1) / 512;
        return payload.Length >= 64 && pairs <= expected + (expected / 4) + 4;
    }

    private ref Cell CellOf(ReadOnlySpan<byte> topic)
    {
        var hash = Hash.Of(topic);
        ref var cell = ref _cells[hash >> (32 - CellsLog2)];
        if (cell.Check != hash) cell = new Cell { Check = hash };
        return ref cell;
    }

    private struct Cell
    {
        public uint Check;
        public bool IsBinary;
        public bool IsProven;
        public byte Failures;
        public byte StoreNext;
    }
}
