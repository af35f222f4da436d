using CsCheck;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Tests;

public sealed class AirtimeLedgerTests
{
    private static readonly Instant Start = new(1_000_000_000);

    [Fact]
    public void Earliest_BudgetJustFits_IsNow()
    {
        var ledger = new AirtimeLedger(new DutyCycle(100));
        ledger.Record(Start, Duration.FromSeconds(35));
        Assert.Equal(At(100), ledger.Earliest(At(100), Duration.FromSeconds(1)));
    }

    [Fact]
    public void Earliest_OneNanosecondTooMuch_WaitsUntilTheOldestHasLeftSoFar()
    {
        var ledger = new AirtimeLedger(new DutyCycle(100));
        ledger.Record(Start, Duration.FromSeconds(35));
        var airtime = Duration.FromSeconds(1) + new Duration(1);
        Assert.Equal(Start + new Duration(1) + DutyCycle.Window - airtime, ledger.Earliest(At(100), airtime));
    }

    [Fact]
    public void Earliest_MoreThanTheWholeBudget_IsNever() =>
        Assert.Equal(Instant.Never, new AirtimeLedger(new DutyCycle(10)).Earliest(Start, Duration.FromSeconds(3.7)));

    [Fact]
    public void Earliest_NoLimit_IsNow()
    {
        var ledger = new AirtimeLedger(DutyCycle.Unlimited);
        ledger.Record(Start, Duration.FromSeconds(3000));
        Assert.Equal(At(3000), ledger.Earliest(At(3000), Duration.FromSeconds(3000)));
    }

    [Fact]
    public void Used_EntryLeavingTheHour_CountsProRata()
    {
        var ledger = new AirtimeLedger(new DutyCycle(100));
        ledger.Record(Start, Duration.FromSeconds(10));
        Assert.Equal(10, ledger.Used(At(3600)).Seconds, 1e-9);
        Assert.Equal(6, ledger.Used(At(3604)).Seconds, 1e-9);
        Assert.Equal(0, ledger.Used(At(3610)).Seconds, 1e-9);
        Assert.Equal(0, ledger.Count);
    }

    [Fact]
    public void Record_BeyondTheLimit_StaysBoundedAndNeverForgetsAirtime()
    {
        var ledger = new AirtimeLedger(new DutyCycle(1000));
        var frame = Duration.FromMilliseconds(1);
        var frames = AirtimeLedger.MostEntries + 1000;
        for (var i = 0; i < frames; i++) ledger.Record(At(i * 0.01), frame);
        Assert.Equal(AirtimeLedger.MostEntries, ledger.Count);
        Assert.Equal(frames * 0.001, ledger.Used(At(frames * 0.01)).Seconds, 1e-6);
    }

    /// <summary>
    /// Whatever is sent at the slots the ledger names, no window of an hour exceeds the budget; one nanosecond earlier would.
    /// </summary>
    [Fact]
    public void Earliest_AnySequence_KeepsEveryHourAndIsTight()
    {
        var frames = Gen.Select(Gen.Int[1, 3_000_000], Gen.Int[0, 400_000]).List[1, 60];
        frames.Sample(
            sequence =>
            {
                var limit = new DutyCycle(10);
                var ledger = new AirtimeLedger(limit);
                var sent = new List<(Instant Start, Duration Airtime)>();
                var now = Start;
                foreach (var (microseconds, pauseMilliseconds) in sequence)
                {
                    var airtime = new Duration(1000L * microseconds);
                    var wanted = now + Duration.FromMilliseconds(pauseMilliseconds);
                    var slot = ledger.Earliest(wanted, airtime);
                    Assert.True(Within(sent, slot, airtime) <= limit.Budget);
                    if (slot > wanted) Assert.True(Within(sent, slot - new Duration(1), airtime) > limit.Budget);
                    ledger.Record(slot, airtime);
                    sent.Add((slot, airtime));
                    now = slot + airtime;
                }
            },
            iter: 300);
    }

    private static Instant At(double seconds) => Start + Duration.FromSeconds(seconds);

    /// <summary>
    /// The rule of the specification, written down a second time: airtime in the hour that ends with a new frame, it included.
    /// </summary>
    private static Duration Within(List<(Instant Start, Duration Airtime)> sent, Instant slot, Duration airtime)
    {
        var to = slot + airtime;
        var from = to - DutyCycle.Window;
        var sum = airtime;
        foreach (var (start, length) in sent)
        {
            var left = Math.Max(start.Nanoseconds, from.Nanoseconds);
            var right = Math.Min((start + length).Nanoseconds, to.Nanoseconds);
            if (right > left) sum += new Duration(right - left);
        }

        return sum;
    }

    [Fact]
    public void Earliest_AskedAboutTheFuture_ForgetsNothing()
    {
        var ledger = new AirtimeLedger(DutyCycle.FromPercent(1));
        var start = new Instant(0);
        ledger.Record(start, Duration.FromSeconds(30));
        ledger.Earliest(start + Duration.FromSeconds(7200), Duration.FromSeconds(1));
        Assert.Equal(Duration.FromSeconds(30), ledger.Used(start + Duration.FromSeconds(60)));
        var next = ledger.Earliest(start + Duration.FromSeconds(60), Duration.FromSeconds(10));
        Assert.True(next > start + Duration.FromSeconds(3000));
    }
}
