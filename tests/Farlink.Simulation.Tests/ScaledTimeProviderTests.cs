using Farlink.Simulation.Time;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Simulation.Tests;

public sealed class ScaledTimeProviderTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(0.5)]
    public void Elapsed_AnySpeed_IsScaled(double speed)
    {
        var real = new FakeTimeProvider();
        var scaled = new ScaledTimeProvider(real, speed);
        var start = scaled.GetTimestamp();
        var utc = scaled.GetUtcNow();
        real.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3 * speed, scaled.GetElapsedTime(start).TotalSeconds, 1e-6);
        Assert.Equal(3 * speed, (scaled.GetUtcNow() - utc).TotalSeconds, 1e-6);
    }

    [Fact]
    public void Timer_TenTimesFaster_FiresAfterATenth()
    {
        var real = new FakeTimeProvider();
        var scaled = new ScaledTimeProvider(real, 10);
        var delay = Task.Delay(TimeSpan.FromSeconds(1), scaled);
        real.Advance(TimeSpan.FromMilliseconds(99));
        Assert.False(delay.IsCompleted);
        real.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(delay.IsCompleted);
    }

    [Fact]
    public void Constructor_SpeedZero_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScaledTimeProvider(TimeProvider.System, 0));
}
