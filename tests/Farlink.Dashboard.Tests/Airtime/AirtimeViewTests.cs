using Farlink.Dashboard.Airtime;
using Farlink.Dashboard.Tests.Metrics;
using Farlink.Protocol.Units;
using Farlink.Runtime.Watching;
using Farlink.Tests.Shared;

namespace Farlink.Dashboard.Tests.Airtime;

/// <summary>What comes of known figures, whatever the speed of the air's clock.</summary>
public sealed class AirtimeViewTests
{
    /// <summary>Of a frame that <see cref="MetricsBench.Send"/> sends.</summary>
    private const double FrameSeconds = 0.0715;

    /// <summary>Of <see cref="StatusReports.Site"/>.</summary>
    private const double BudgetSeconds = 360, UsedSeconds = 1.234567;

    private readonly SetClock _time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void ADay_OfHalfAnHourOfAir_IsFortyEightTimesThat(double speed)
    {
        var watch = Watch(speed);
        Send(watch, 10);
        _time.Advance(TimeSpan.FromMinutes(30) / speed);
        Assert.Equal(10 * FrameSeconds * 48, ADay(watch), 6);
    }

    [Fact]
    public void ADay_AtTheStart_IsOfAMinute()
    {
        var watch = Watch(1);
        Send(watch, 1);
        Assert.Equal(FrameSeconds * 24 * 60, ADay(watch), 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Forecast_OfFiveMinutesOfAir_IsTwelveTimesThat(double speed)
    {
        var watch = Watch(speed);
        Send(watch, 10);
        _time.Advance(TimeSpan.FromMinutes(5) / speed);
        var forecast = View(watch).Forecast;
        Assert.Equal(10 * FrameSeconds * 12 / BudgetSeconds, forecast.ForecastShare!.Value, 6);
        Assert.Null(forecast.FullAt);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Forecast_AfterAQuietStart_CountsTheQuietToo(double speed)
    {
        var watch = Watch(speed);
        _time.Advance(TimeSpan.FromMinutes(7) / speed);
        Send(watch, 10);
        _time.Advance(TimeSpan.FromMinutes(1) / speed);
        Assert.Equal(10 * FrameSeconds * 60 / 8 / BudgetSeconds, View(watch).Forecast.ForecastShare!.Value, 6);
        _time.Advance(TimeSpan.FromMinutes(8) / speed);
        Assert.Equal(10 * FrameSeconds * 6 / BudgetSeconds, View(watch).Forecast.ForecastShare!.Value, 6);
    }

    [Fact]
    public void Forecast_OfALogThatIsTooShort_IsOfWhatItHolds()
    {
        var watch = new WatchHub(new WatchOptions { IsNative = false, MostFrames = 5 }, _time);
        Send(watch, 10);
        _time.Advance(TimeSpan.FromMinutes(5));
        Send(watch, 5);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(5 * FrameSeconds * 30 / BudgetSeconds, View(watch).Forecast.ForecastShare!.Value, 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Forecast_ElevenMinutesOfAirLater_KnowsNothingOfIt(double speed)
    {
        var watch = Watch(speed);
        Send(watch, 10);
        _time.Advance(TimeSpan.FromMinutes(11) / speed);
        Assert.Equal(0.0, View(watch).Forecast.ForecastShare!.Value);
    }

    /// <summary>More frames than are read at a time.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Forecast_OfMoreThanTheBudget_IsFullSoonerWhereTheAirIsFaster(double speed)
    {
        var watch = Watch(speed);
        Send(watch, 450);
        var forecast = View(watch).Forecast;
        const double Pace = 450 * FrameSeconds * 60;
        Assert.Equal(Pace / BudgetSeconds, forecast.ForecastShare!.Value, 6);
        var wait = forecast.FullAt!.Value - _time.GetUtcNow();
        Assert.Equal((BudgetSeconds - UsedSeconds) / Pace * 3600 / speed, wait.TotalSeconds, 3);
    }

    private WatchHub Watch(double speed) => new(new WatchOptions { IsNative = false, Speed = speed }, _time);

    private static void Send(WatchHub watch, int frames)
    {
        for (var i = 0; i < frames; i++) MetricsBench.Send(watch, "barn/door", (byte)(1 + (i % 200)));
    }

    private double ADay(WatchHub watch)
    {
        var view = View(watch);
        return view.ADay(Assert.Single(view.ByTopic)).Seconds;
    }

    /// <summary>Of an end that crashed a moment ago: that changes nothing.</summary>
    private AirtimeView View(WatchHub watch) =>
        AirtimeView.Of([StatusReports.Site with { Uptime = Duration.FromSeconds(2) }], watch, _time.GetUtcNow());
}
