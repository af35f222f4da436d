using Farlink.Protocol.Compression;

namespace Farlink.Protocol.Tests.Compression;

public sealed class BitHistoryTests
{
    /// <summary>Most of the larger count beside a smaller one of 0 to 5.</summary>
    private static readonly int[] Bounds = [31, 20, 12, 8, 6, 5];

    [Fact]
    public void Count_OfStates_FitsAnOctet() => Assert.InRange(BitHistory.Count, 2, 256);

    /// <summary>
    /// A contradiction cuts a larger count down at once, so two large counts, or a large one that was contradicted just now, are
    /// states that the table has and nothing leads to.
    /// </summary>
    [Fact]
    public void Next_FromTheFirstState_ReachesAllCountsOfWhichOneIsSmall()
    {
        var reached = new HashSet<byte> { 0 };
        var waiting = new Queue<byte>([0]);
        while (waiting.TryDequeue(out var state))
        {
            for (var bit = 0; bit < 2; bit++)
                if (reached.Add(BitHistory.Next(state, bit))) waiting.Enqueue(BitHistory.Next(state, bit));
        }

        var counts = reached.Select(state => BitHistory.Counts(state)).ToHashSet();
        for (var state = 0; state < BitHistory.Count; state++)
        {
            var (zeros, ones) = BitHistory.Counts(state);
            if (Math.Min(zeros, ones) <= 2 || zeros + ones <= 7) Assert.Contains((zeros, ones), counts);
        }

        Assert.Equal(BitHistory.Count - 72, reached.Count);
    }

    [Fact]
    public void Next_AnyState_IsInRangeAndKeepsTheBounds()
    {
        Assert.Equal(2 * BitHistory.Count, BitHistory.Table.Length);
        for (var state = 0; state < BitHistory.Count; state++)
        {
            var (zeros, ones) = BitHistory.Counts(state);
            Assert.Equal(zeros + ones, BitHistory.Seen((byte)state));
            Assert.InRange(Math.Max(zeros, ones), 0, Bounds[Math.Min(zeros, ones)]);
            for (var bit = 0; bit < 2; bit++) Assert.InRange(BitHistory.Next((byte)state, bit), 1, BitHistory.Count - 1);
        }
    }

    [Fact]
    public void Next_OfABit_CountsItAndForgetsTheOther()
    {
        for (var state = 0; state < BitHistory.Count; state++)
        {
            var (zeros, ones) = BitHistory.Counts(state);
            var (zerosAfter, onesAfter) = BitHistory.Counts(BitHistory.Next((byte)state, 1));
            Assert.InRange(onesAfter, Math.Min(ones, 1), ones + 1);
            Assert.InRange(zerosAfter, 0, zeros);
            if (zeros > 3) Assert.True(zerosAfter < zeros);
        }
    }

    [Fact]
    public void Next_OneBitForEver_EndsAtTheMost()
    {
        byte state = 0;
        for (var i = 0; i < 100; i++) state = BitHistory.Next(state, 1);
        Assert.Equal((0, Bounds[0]), BitHistory.Counts(state));
        Assert.Equal(state, BitHistory.Next(state, 1));
    }

    [Fact]
    public void Next_ZerosAndOnes_AreMirrorImages()
    {
        byte one = 0, other = 0;
        var random = new Random(3);
        for (var i = 0; i < 10_000; i++)
        {
            var bit = random.Next(4) == 0 ? 1 : 0;
            one = BitHistory.Next(one, bit);
            other = BitHistory.Next(other, 1 - bit);
            var (zeros, ones) = BitHistory.Counts(one);
            Assert.Equal((ones, zeros), BitHistory.Counts(other));
        }
    }
}
