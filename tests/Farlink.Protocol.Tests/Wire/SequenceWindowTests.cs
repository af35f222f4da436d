using CsCheck;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Tests.Wire;

public sealed class SequenceWindowTests
{
    [Fact]
    public void Negative03_NumberSixtyThreeBehind_IsTakenOnceAndSixtyFourBehindNever()
    {
        var window = default(SequenceWindow);
        window.Mark(100);
        Assert.Equal(Freshness.Fresh, window.Check(37));
        Assert.Equal(Freshness.TooOld, window.Check(36));
        window.Mark(37);
        Assert.Equal(Freshness.Duplicate, window.Check(37));
        Assert.Equal(Freshness.Duplicate, window.Check(100));
    }

    [Fact]
    public void Mark_NumberFarAhead_ForgetsWhatIsBehind()
    {
        var window = default(SequenceWindow);
        window.Mark(1);
        window.Mark(1000);
        Assert.Equal(Freshness.TooOld, window.Check(1));
        Assert.Equal(Freshness.Fresh, window.Check(999));
        Assert.Equal(1001, window.Next);
    }

    [Fact]
    public void Expand_ShortNumber_IsNearestToTheNextExpected() =>
        Gen.Long[0, 1L << 39].Select(Gen.Long[-127, 128]).Sample((next, distance) =>
        {
            var window = default(SequenceWindow);
            if (next > 0) window.Mark(next - 1);
            var number = next + distance;
            if (number >= 0) Assert.Equal(number, window.Expand((byte)number, 8));
        });

    [Fact]
    public void Check_AnyOrder_AgreesWithASet() =>
        Gen.Long[0, 300].Array[0, 200].Sample(numbers =>
        {
            var window = default(SequenceWindow);
            HashSet<long> seen = [];
            var highest = -1L;
            foreach (var number in numbers)
            {
                var expected = number <= highest - SequenceWindow.Size ? Freshness.TooOld
                    : seen.Contains(number) ? Freshness.Duplicate : Freshness.Fresh;
                Assert.Equal(expected, window.Check(number));
                if (expected != Freshness.Fresh) continue;
                window.Mark(number);
                seen.Add(number);
                highest = Math.Max(highest, number);
            }
        });
}
