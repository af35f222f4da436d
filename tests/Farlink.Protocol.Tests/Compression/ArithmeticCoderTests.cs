using CsCheck;
using Farlink.Protocol.Compression;

namespace Farlink.Protocol.Tests.Compression;

public sealed class ArithmeticCoderTests
{
    private static readonly Gen<(int Bit, int Probability)> AnyDecision = Gen.Select(
        Gen.Int[0, 1],
        Gen.OneOf(Gen.Int[1, Logistic.One - 1], Gen.Int[1, 3], Gen.Int[Logistic.One - 3, Logistic.One - 1]));

    [Fact]
    public void Code_AnyDecisions_ComeOutAgain() =>
        AnyDecision.Array[0, 600].Sample(decisions =>
        {
            var coded = Encode(decisions, decisions.Length, 0);
            Assert.Equal(decisions.Select(one => one.Bit), Decode(coded, decisions, decisions.Length, 0));
        });

    [Fact]
    public void Code_AnyDecisions_CostWhatTheirProbabilitiesSay() =>
        AnyDecision.Array[1, 600].Sample(decisions =>
        {
            var bits = decisions.Sum(one => -Math.Log2((one.Bit == 1 ? one.Probability : 65536 - one.Probability) / 65536.0));
            var encoder = new ArithmeticEncoder();
            encoder.Begin(0);
            foreach (var (bit, probability) in decisions) encoder.Code(bit, probability);
            Assert.InRange(encoder.UsedBits, bits - 2, bits + 1);
            Assert.InRange(8 * encoder.End().Length, 0, bits + 10);
        });

    [Fact]
    public void End_OnlyLikelyDecisions_TakesNoOctet() =>
        Gen.Int[1, Logistic.One - 1].Array[0, 2000].Sample(probabilities =>
        {
            var likely = probabilities.Select(one => (one >= Logistic.One / 2 ? 1 : 0, one)).ToArray();
            Assert.Empty(Encode(likely, likely.Length, 0));
        });

    [Fact]
    public void End_LastOctet_IsNotZero() =>
        AnyDecision.Array[0, 100].Sample(decisions =>
        {
            var coded = Encode(decisions, decisions.Length, 0);
            Assert.True(coded.Length == 0 || coded[^1] != 0);
        });

    [Fact]
    public void Decode_ZerosBehindTheChunk_ChangeNothing() =>
        Gen.Select(AnyDecision.Array[0, 200], Gen.Int[1, 20]).Sample((decisions, zeros) =>
        {
            byte[] coded = [.. Encode(decisions, decisions.Length, 0), .. new byte[zeros]];
            Assert.Equal(decisions.Select(one => one.Bit), Decode(coded, decisions, decisions.Length, 0));
        });

    [Fact]
    public void End_AsManyDecisionsAsGuaranteed_KeepsTheLimit() =>
        Gen.Select(AnyDecision.Array[0, 900], Gen.Int[8, 255]).Sample((decisions, limit) =>
        {
            var count = CountOfGuaranteed(decisions, limit);
            var coded = Encode(decisions, count, limit);
            Assert.InRange(coded.Length, 0, limit);
            Assert.Equal(decisions.Take(count).Select(one => one.Bit), Decode(coded, decisions, count, limit));
        });

    /// <summary>The worst there is: every outcome is the unlikely one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(Logistic.One / 2 - 1)]
    [InlineData(Logistic.One - 1)]
    public void End_OnlyUnlikelyDecisions_KeepsTheLimit(int probability)
    {
        var bit = probability < Logistic.One / 2 ? 1 : 0;
        var decisions = Enumerable.Repeat((bit, probability), 2000).ToArray();
        for (var limit = 3; limit <= 255; limit++)
        {
            var count = CountOfGuaranteed(decisions, limit);
            Assert.InRange(Encode(decisions, count, limit).Length, 0, limit);
        }
    }

    /// <summary>Promised once, kept at once: no decision may take more than its own of what is guaranteed.</summary>
    [Fact]
    public void Guaranteed_AfterADecision_FallsByOneAtMost() =>
        Gen.Select(AnyDecision.Array[1, 900], Gen.Int[8, 255]).Sample((decisions, limit) =>
        {
            var encoder = new ArithmeticEncoder();
            encoder.Begin(limit);
            foreach (var (bit, probability) in decisions)
            {
                var before = encoder.Guaranteed;
                if (before <= 0) break;
                encoder.Code(bit, probability);
                Assert.InRange(encoder.Guaranteed, before - 2, before);
            }
        });

    [Fact]
    public void Guaranteed_AtBothEnds_IsTheSame() =>
        Gen.Select(AnyDecision.Array[1, 300], Gen.Int[8, 255]).Sample((decisions, limit) =>
        {
            var count = CountOfGuaranteed(decisions, limit);
            var encoder = new ArithmeticEncoder();
            encoder.Begin(limit);
            List<int> told = [];
            for (var i = 0; i < count; i++)
            {
                told.Add(encoder.Guaranteed);
                encoder.Code(decisions[i].Bit, decisions[i].Probability);
            }

            var decoder = new ArithmeticDecoder();
            decoder.Begin(encoder.End());
            decoder.Limit(limit);
            for (var i = 0; i < count; i++)
            {
                Assert.Equal(told[i], decoder.Guaranteed);
                decoder.Code(0, decisions[i].Probability);
            }
        });

    private static int CountOfGuaranteed((int Bit, int Probability)[] decisions, int limit)
    {
        var encoder = new ArithmeticEncoder();
        encoder.Begin(limit);
        var count = 0;
        while (count < decisions.Length && encoder.Guaranteed > 0)
        {
            encoder.Code(decisions[count].Bit, decisions[count].Probability);
            count++;
        }

        return count;
    }

    private static byte[] Encode((int Bit, int Probability)[] decisions, int count, int limit)
    {
        var encoder = new ArithmeticEncoder();
        encoder.Begin(limit);
        foreach (var (bit, probability) in decisions.AsSpan(0, count)) encoder.Code(bit, probability);
        return encoder.End().ToArray();
    }

    private static List<int> Decode(byte[] coded, (int Bit, int Probability)[] decisions, int count, int limit)
    {
        var decoder = new ArithmeticDecoder();
        decoder.Begin(coded);
        decoder.Limit(limit);
        List<int> bits = [];
        foreach (var (_, probability) in decisions.AsSpan(0, count)) bits.Add(decoder.Code(0, probability));
        return bits;
    }
}
