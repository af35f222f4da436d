using Farlink.Protocol.Units;
using Farlink.Runtime.Status;
using Farlink.Runtime.Watching;
using Farlink.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>How links were, in memory and on the disk.</summary>
public sealed class LinkHistoryTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-history-").FullName;
    private DateTimeOffset _now = Start;
    private long _repeated;

    private string File => Path.Combine(_folder, "history.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_TenMinutes_HasEachStepAndNothingOlder()
    {
        using var history = new LinkHistory(null, NullLogger.Instance);
        Take(history, TimeSpan.FromMinutes(20), repeatsAStep: 2);
        var (step, samples) = history.Read("site", 1, HistorySpan.TenMinutes, _now);
        Assert.Equal(10, step);
        Assert.InRange(samples.Count, 59, 61);
        Assert.All(samples, one => Assert.Equal((2.0, -97.0, 3.0), (one.Repeats, one.RssiDbm, one.Queue)));
        Assert.True(samples[0].At >= _now.ToUnixTimeSeconds() - 600);
        Assert.Empty(history.Read("base", 1, HistorySpan.TenMinutes, _now).Samples);
    }

    [Fact]
    public void Read_ADay_GoesOnAfterARestart()
    {
        using (var history = new LinkHistory(HistoryStore.Open(File), NullLogger.Instance))
            Take(history, TimeSpan.FromMinutes(12), repeatsAStep: 1);
        using var again = new LinkHistory(HistoryStore.Open(File), NullLogger.Instance);
        _repeated = 0;
        Take(again, TimeSpan.FromMinutes(3), repeatsAStep: 1);
        var (step, samples) = again.Read("site", 1, HistorySpan.Day, _now);
        Assert.Equal(60, step);
        Assert.InRange(samples.Count, 12, 15);
        Assert.Equal(samples.Select(one => one.At).Order().Distinct(), samples.Select(one => one.At));

        // A counter that begins anew is no repeat.
        Assert.All(samples, one => Assert.InRange(one.Repeats, 0, 6));
    }

    [Fact]
    public void Read_WithoutAFile_GoesBackADay()
    {
        using var history = new LinkHistory(null, NullLogger.Instance);
        Take(history, TimeSpan.FromHours(30), repeatsAStep: 1);
        var (step, day) = history.Read("site", 1, HistorySpan.Day, _now);
        Assert.Equal(60, step);
        Assert.InRange(day.Count, 1438, 1440);
        Assert.Equal(day.Select(one => one.At).Order().Distinct(), day.Select(one => one.At));
        Assert.All(day, one => Assert.Equal(6, one.Repeats));
        var (halfHour, month) = history.Read("site", 1, HistorySpan.Month, _now);
        Assert.Equal(1800, halfHour);
        Assert.InRange(month.Count, 48, 51);
    }

    [Fact]
    public void Read_WithoutAFileAndWithVeryManyLinks_IsBounded()
    {
        using var history = new LinkHistory(null, NullLogger.Instance);
        for (var minute = 0; minute < 200; minute++, _now += TimeSpan.FromMinutes(1))
            history.Take("base", [.. Enumerable.Range(1, 200).Select(id => Link(0) with { Id = id })], _now);
        Assert.InRange(history.Read("base", 200, HistorySpan.Day, _now).Samples.Count, 95, 105);
    }

    [Fact]
    public void Read_AMonth_HasTheHalfHourUnderWayToo()
    {
        using var history = new LinkHistory(HistoryStore.Open(File), NullLogger.Instance);
        Take(history, TimeSpan.FromMinutes(100), repeatsAStep: 1);
        var (step, samples) = history.Read("site", 1, HistorySpan.Month, _now);
        Assert.Equal(1800, step);
        Assert.Equal([0, 1800, 3600, 5400], samples.Select(one => one.At - Start.ToUnixTimeSeconds()));
        Assert.InRange(samples[1].Repeats, 179, 181);
    }

    [Theory]
    [InlineData(false, 60)]
    [InlineData(true, 60)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    public void Take_ClockIsSetBack_GoesOnInOrder(bool hasFile, int minutesBack)
    {
        using var history = new LinkHistory(hasFile ? HistoryStore.Open(File) : null, NullLogger.Instance);
        Take(history, TimeSpan.FromMinutes(10), repeatsAStep: 0);
        _now -= TimeSpan.FromMinutes(minutesBack);
        Take(history, TimeSpan.FromMinutes(2), repeatsAStep: 0);
        foreach (var span in Enum.GetValues<HistorySpan>())
        {
            var times = history.Read("site", 1, span, _now).Samples.Select(one => one.At).ToArray();
            Assert.NotEmpty(times);
            Assert.Equal(times.Order().Distinct(), times);
            Assert.All(times, at => Assert.True(at <= _now.ToUnixTimeSeconds()));
        }
    }

    [Fact]
    public void Take_AfterAStartInThePast_KeepsWhatIsLater()
    {
        using (var history = new LinkHistory(HistoryStore.Open(File), NullLogger.Instance))
            Take(history, TimeSpan.FromMinutes(100), repeatsAStep: 0);
        var before = _now;
        using (var history = new LinkHistory(HistoryStore.Open(File), NullLogger.Instance) { IsClockSure = () => false })
        {
            _now = DateTimeOffset.UnixEpoch;
            Take(history, TimeSpan.FromMinutes(20), repeatsAStep: 0);
        }

        using var again = new LinkHistory(HistoryStore.Open(File), NullLogger.Instance);
        Assert.Equal(4, again.Read("site", 1, HistorySpan.Month, before).Samples.Count);
        Assert.InRange(again.Read("site", 1, HistorySpan.Day, before).Samples.Count, 99, 101);
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(null, 601)]
    public void Take_OfALinkThatIsSilent_HasNoSignal(bool? isOnline, int heardSecondsAgo)
    {
        using var history = new LinkHistory(null, NullLogger.Instance);
        var link = Link(0) with
        {
            IsOnline = isOnline,
            SinceHeard = Duration.FromSeconds(heardSecondsAgo),
            Snr = new Decibel(9.5),
            Margin = new Decibel(17),
            Loss = 0.1,
            RoundTrip = Duration.FromSeconds(1),
        };
        history.Take("site", [link], _now);
        var last = Assert.Single(history.Last);
        double?[] measured = [last.RssiDbm, last.SnrDb, last.MarginDb, last.Loss, last.RoundTripSeconds];
        Assert.All(measured, one => Assert.Null(one));
        Assert.Equal(3, last.Queue);
    }

    [Theory]
    [InlineData(true, 1.0)]
    [InlineData(false, 0.0)]
    [InlineData(null, null)]
    public void Take_OfALink_TellsWhetherItIsOnlineWhereThatIsKnown(bool? isOnline, double? expected)
    {
        using var history = new LinkHistory(null, NullLogger.Instance);
        history.Take("site", [Link(0) with { IsOnline = isOnline }], _now);
        Assert.Equal(expected, Assert.Single(history.Last).Online);
    }

    private static LinkFigures Link(long repeated) => new()
    {
        Id = 1,
        Name = "barn",
        Mode = "psk",
        Rssi = new Dbm(-97),
        Sent = 0,
        Received = 0,
        Repeated = repeated,
        Refused = 0,
        Queue = new QueueFigures(3, 0, null, 0, 0),
    };

    private void Take(LinkHistory history, TimeSpan length, long repeatsAStep)
    {
        for (var end = _now + length; _now < end; _now += TimeSpan.FromSeconds(LinkHistory.StepSeconds))
            history.Take("site", [Link(_repeated += repeatsAStep)], _now);
    }
}
