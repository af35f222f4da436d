using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Runtime.Link;
using Farlink.Runtime.RadioHead;
using Farlink.Runtime.Status;
using Farlink.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests;

/// <summary>Somebody sets the host's clock: it is told, and neither airtime nor deadlines notice.</summary>
public sealed class ClockJumpTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("farlink-clock-").FullName;
    private readonly FakeTimeProvider _steady = new();
    private readonly JumpingTime _time;
    private readonly TestLog _log = new();

    public ClockJumpTests() => _time = new JumpingTime(_steady);

    public void Dispose()
    {
        _log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(3600, "jumped by +3600.0 s")]
    [InlineData(-86400, "jumped by -86400.0 s")]
    public async Task Watch_ClockJumps_IsToldOnce(int seconds, string expected)
    {
        await using var watch = new ClockWatch(_time, _time, _log);
        _steady.Advance(10 * ClockWatch.Every);
        Assert.Equal("", _log.All);
        _time.Jumped = TimeSpan.FromSeconds(seconds);
        _steady.Advance(5 * ClockWatch.Every);
        Assert.Contains(expected, Assert.Single(_log.All.Split('\n')), StringComparison.Ordinal);
        Assert.Equal(1, watch.Jumps);
    }

    [Fact]
    public async Task Watch_ClockIsCorrectedBitByBit_IsNotTold()
    {
        await using var watch = new ClockWatch(_time, _time, _log);
        for (var i = 0; i < 100; i++)
        {
            _time.Jumped += ClockWatch.Notable - TimeSpan.FromMilliseconds(1);
            _steady.Advance(ClockWatch.Every);
        }

        Assert.Equal("", _log.All);
        Assert.Equal(0, watch.Jumps);
    }

    [Theory]
    [InlineData(86_400 * 400)]
    [InlineData(-86_400 * 400)]
    public void StoreClock_ClockJumps_StandsWhereItStood(int seconds)
    {
        using var store = SqliteStore.Open(Path.Combine(_folder, "farlink.db"));
        var clock = StoreClock.Start(store, store.Load(), _time);
        _steady.Advance(TimeSpan.FromMinutes(1));
        var before = clock.Now;
        _time.Jumped = TimeSpan.FromSeconds(seconds);
        Assert.Equal(before, clock.Now);
        _steady.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Duration.FromSeconds(1), clock.Now - before);
    }

    [Theory]
    [InlineData(7200)]
    [InlineData(-7200)]
    public void Ledger_ClockJumps_ForgetsNothingAndAddsNothing(int seconds)
    {
        using var kept = KeptLedger.Open(Path.Combine(_folder, "farlink.db"), DutyCycle.FromPercent(1), _time);
        var airtime = Duration.FromSeconds(2);
        kept.Ledger.Record(_time.Now(), airtime);
        kept.Keep(_time.Now(), airtime);
        _steady.Advance(TimeSpan.FromMinutes(10));
        _time.Jumped = TimeSpan.FromSeconds(seconds);
        Assert.Equal(airtime, kept.Ledger.Used(_time.Now()));
        _steady.Advance(TimeSpan.FromMinutes(51));
        Assert.Equal(Duration.Zero, kept.Ledger.Used(_time.Now()));
    }
}
