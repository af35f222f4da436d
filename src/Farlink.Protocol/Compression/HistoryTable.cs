using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Farlink.Protocol.Compression;

/// <summary>
/// All that the model remembers of contexts, in one table of slots of 32 bits: a check of 12 bits, a bit history of 8, a
/// probability of 12. A slot is found by hash, with its seven neighbours of the same 32 octets to choose from, the last used
/// first; of the three longest unused the one with the shortest history gives way. All contexts share it, so those that vary most
/// do not need a share of their own.
/// </summary>
internal sealed class HistoryTable
{
    private const int SlotsAGroup = 8;

    /// <summary>A long history that is out of use must not outlive what is in use, so only the last few are compared.</summary>
    private const int FirstToGiveWay = 5;
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

    /// <summary>
    /// Brings the context to the front of its group; made anew if it is not known. Should another context be in the same group, a
    /// slot found before is no longer where it was: that it then learns for the other is rare, and the same at both ends.
    /// </summary>
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
        var at = hits != 0 ? BitOperations.TrailingZeroCount(hits) : Oldest(ref first);
        var found = hits != 0 ? Unsafe.Add(ref first, at) : (check << 20) | 0x800;
        for (; at > 0; at--) Unsafe.Add(ref first, at) = Unsafe.Add(ref first, at - 1);
        first = found;
        return group;
    }

    /// <summary>The slot that gives way.</summary>
    private static int Oldest(ref uint first)
    {
        var worst = SlotsAGroup - 1;
        for (var i = worst - 1; i >= FirstToGiveWay; i--)
            if (StateOf(Unsafe.Add(ref first, i)) < StateOf(Unsafe.Add(ref first, worst))) worst = i;
        return worst;
    }

    private static uint StateOf(uint slot) => (slot >> 12) & 0xFF;
}
