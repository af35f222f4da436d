using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Farlink.Protocol.Compression;

/// <summary>
/// All that the model remembers of contexts, in one table of slots of 32 bits: a check of 12 bits, a bit history of 8, a
/// probability of 12. A slot is found by hash, with its seven neighbours of the same 32 octets to choose from; the one with the
/// shortest history gives way. All contexts share it, so those that vary most do not need a share of their own.
/// </summary>
internal sealed class HistoryTable
{
    private const int SlotsAGroup = 8;
    private readonly uint[] _slots;
    private readonly uint _groups;

    /// <summary>Makes a table.</summary>
    /// <param name="slots">Number of slots, a multiple of 8.</param>
    public HistoryTable(int slots)
    {
        _slots = new uint[slots];
        Array.Fill(_slots, 0x800u);
        _groups = (uint)(slots / SlotsAGroup);
    }

    /// <summary>Octets held.</summary>
    public long Octets => 4 * _slots.LongLength;

    public void CopyFrom(HistoryTable other) => other._slots.CopyTo(_slots, 0);

    /// <summary>Probability of a slot, 16 bits.</summary>
    public int Probability(int slot) => (int)(_slots[slot] & 0xFFF) << 4;

    /// <summary>Bit history of a slot.</summary>
    public byte State(int slot) => (byte)(_slots[slot] >> 12);

    /// <summary>Learns what came after a context.</summary>
    /// <param name="slot">Where it is kept.</param>
    /// <param name="bit">What came.</param>
    /// <param name="limit">The probability moves by one part of so many at least.</param>
    public void Update(int slot, int bit, int limit)
    {
        ref var value = ref _slots[slot];
        var state = (byte)(value >> 12);
        var p = (int)(value & 0xFFF) << 4;
        p += ((bit << 16) - bit - p) * 2 / ((2 * Math.Min(BitHistory.Seen(state), limit)) + 3);
        value = (value & 0xFFF00000) | ((uint)BitHistory.Next(state, bit) << 12) | (uint)(p >> 4);
    }

    /// <summary>Where the group of a hash begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Group(uint hash) => (int)(((ulong)hash * _groups) >> 32) * SlotsAGroup;

    /// <summary>Reads a slot, so that its group is near when it is wanted: many groups are fetched at the same time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Touch(int group) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), group);

    /// <summary>Where the context is kept in its group; made anew if it is not known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int group, uint hash)
    {
        // The low bits of the hash did not choose the group.
        var check = (hash * 0x2C1B3C6Du) >> 20;
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), group);
        var wanted = Vector128.Create(check);
        var low = Vector128.Equals(Vector128.LoadUnsafe(ref first) >> 20, wanted).ExtractMostSignificantBits();
        var high = Vector128.Equals(Vector128.LoadUnsafe(ref first, 4) >> 20, wanted).ExtractMostSignificantBits();
        var hits = low | (high << 4);
        return hits != 0 ? group + BitOperations.TrailingZeroCount(hits) : Replace(group, check);
    }

    private int Replace(int group, uint check)
    {
        var slots = _slots.AsSpan(group, SlotsAGroup);
        var worst = 0;
        var worstState = 256u;
        for (var j = 0; j < slots.Length; j++)
        {
            var i = (int)(check + j) & (SlotsAGroup - 1);
            var state = (slots[i] >> 12) & 0xFF;
            if (state >= worstState) continue;
            worstState = state;
            worst = i;
        }

        slots[worst] = (check << 20) | 0x800;
        return group + worst;
    }
}
