using System.Globalization;
using CsCheck;
using Farlink.Protocol.Compression;

namespace Farlink.Protocol.Tests.Compression;

/// <summary>The expert's sums over ranges beside a sum over every single number.</summary>
public sealed class NumberExpertTests
{
    private static readonly Gen<Case> AnyCase =
        from guess in Gen.Int[-1500, 1500]
        from scale in Gen.Int[0, 160]
        from zero in Gen.Int[32, 65_000]
        from up in Gen.Int[64, 65_000]
        from usual in Gen.Int[1, 2]
        from decimals in Gen.Int[0, 2]
        from isFixed in Gen.Bool
        from isNegative in Gen.Bool
        from learned in Gen.Int[1, 5000].Array[0, 20]
        select new Case(
            guess,
            new Spread { Scale = (short)scale, Zero = (ushort)zero, Up = (ushort)up },
            new NumberField { IntegerDigits = (byte)usual, Decimals = (byte)decimals, IsFixedWidth = isFixed },
            isNegative,
            learned);

    [Fact]
    public void Weigh_BeforeAndInANumber_SaysWhatAllNumbersSayTogether() =>
        Gen.Select(AnyCase, Gen.Int[0, 99], Gen.Int[0, 2]).Sample((one, prefix, read) =>
        {
            var text = read == 0 ? "" : (prefix % (read == 1 ? 10 : 100)).ToString($"D{read}", CultureInfo.InvariantCulture);
            var (expert, scan) = Read(one, text);
            expert.Weigh(scan, one.IsNegative, one.Field);
            var usual = (int)one.Field.IntegerDigits;
            var around = one.Field.IsFixedWidth ? 0 : 1;
            for (var digit = 0; digit < 10; digit++)
            {
                long sum = 1;
                for (var length = Math.Max(usual - around, read + 1); length <= usual + around; length++)
                {
                    if (read == 0 && digit == 0 && length > 1 && !one.Field.IsFixedWidth) continue;
                    sum += Sum(one, $"{text}{digit}", length);
                }

                Assert.Equal(sum, expert[digit]);
            }

            var mayEnd = read > 0 && (!one.Field.IsFixedWidth || read >= usual);
            Assert.Equal(mayEnd ? Sum(one, text, read) + 1 : 0, expert.End);
            Assert.Equal(Enumerable.Range(0, 10).Sum(digit => expert[digit]), expert.Digits);
        });

    [Fact]
    public void Weigh_BehindThePoint_SaysWhatAllNumbersSayTogether() =>
        Gen.Select(AnyCase, Gen.Int[0, 99], Gen.Int[0, 9], Gen.Int[0, 1]).Sample((one, whole, decimal1, read) =>
        {
            var text = $"{whole}.{(read == 0 ? "" : decimal1)}";
            var (expert, scan) = Read(one, text);
            expert.Weigh(scan, one.IsNegative, one.Field);
            var left = one.Field.Decimals - read;
            if (left <= 0)
            {
                Assert.Equal(left == 0, expert.IsActive);
                Assert.Equal((0, left == 0 ? 1 : 0), (expert.Digits, expert.End));
                return;
            }

            var digits = text.Replace(".", "", StringComparison.Ordinal);
            var length = digits.Length - read;
            var end = read == 0 ? 0 : Mass(one, long.Parse(digits.PadRight(length + one.Field.Decimals, '0'), null)) + 1;
            Assert.Equal(end, expert.End);
            for (var digit = 0; digit < 10; digit++)
            {
                var sum = Sum(one, $"{digits}{digit}", length) + 1;
                Assert.Equal(digit == 0 && read > 0 ? Math.Max(1, sum - end) : sum, expert[digit]);
            }
        });

    [Fact]
    public void UpTo_OfAShape_RisesWithTheDistance() =>
        Gen.Select(Gen.Int[1, 100_000].Array[0, 300], Gen.Int[0, 300]).Sample((learned, scale) =>
        {
            var shape = new DeltaShape();
            foreach (var distance in learned) shape.Learn((ulong)distance, scale);
            var last = 0;
            for (var distance = 0ul; distance < 5000; distance++)
            {
                var mass = shape.UpTo(distance, scale);
                Assert.InRange(mass, last, shape.All);
                last = mass;
            }

            Assert.Equal(shape.All, shape.UpTo(long.MaxValue, scale));
            Assert.InRange(shape.All, (1 << 24) - (1 << 20), (1 << 24) + (1 << 22));
        });

    private static (NumberExpert Expert, NumberScan Scan) Read(Case one, string text)
    {
        var expert = new NumberExpert();
        foreach (var distance in one.Learned) expert.Shape.Learn((ulong)distance, one.Spread.Scale);
        expert.Aim(one.Guess, one.Spread);
        one.Shape = expert.Shape;
        var scan = new NumberScan();
        scan.Reset();
        foreach (var sign in text)
        {
            if (sign == '.') scan.AddPoint();
            else if (scan.IsActive) scan.AddDigit(sign - '0');
            else scan.Begin(one.IsNegative, sign - '0');
        }

        return (expert, scan);
    }

    /// <summary>All numbers with so many digits before the point that begin with these.</summary>
    private static long Sum(Case one, string prefix, int integerDigits)
    {
        var free = integerDigits + one.Field.Decimals - prefix.Length;
        if (free < 0) return 0;
        var first = long.Parse(prefix, CultureInfo.InvariantCulture) * (long)Math.Pow(10, free);
        long sum = 0;
        for (var i = 0; i < (long)Math.Pow(10, free); i++) sum += Mass(one, first + i);
        return sum;
    }

    private static long Mass(Case one, long magnitude)
    {
        var distance = (one.IsNegative ? -magnitude : magnitude) - one.Guess;
        if (distance == 0) return (long)one.Spread.Zero << 24;
        var size = (ulong)Math.Abs(distance);
        var rest = Logistic.One - one.Spread.Zero;
        var up = (long)rest * one.Spread.Up >> 16;
        return (distance > 0 ? up : rest - up)
            * (one.Shape!.UpTo(size, one.Spread.Scale) - one.Shape.UpTo(size - 1, one.Spread.Scale));
    }

    private sealed record Case(int Guess, Spread Spread, NumberField Field, bool IsNegative, int[] Learned)
    {
        public DeltaShape? Shape { get; set; }
    }
}
