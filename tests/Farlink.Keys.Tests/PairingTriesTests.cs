using Farlink.Keys.Pairing;
using Farlink.Protocol.Session;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Keys.Tests;

/// <summary>Test 37: after three tries there is a pause of a minute.</summary>
public sealed class PairingTriesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    private PairingTries Tries => new(new PairingFolder(_folder.File("pairings"), LinkRole.BaseStation), _time);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Begin_FourthTry_WaitsForTheRestOfAMinute()
    {
        for (var i = 0; i < PairingTries.MostInARow; i++)
        {
            Tries.Begin();
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        var refused = Assert.Throws<PairingException>(Tries.Begin);
        Assert.Contains("in 50 s", refused.Message, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(50));
        Tries.Begin();
        Tries.Begin();
    }

    [Fact]
    public void Begin_ClockPutBack_WaitsAMinuteAndNotForEver()
    {
        for (var i = 0; i < PairingTries.MostInARow; i++) Tries.Begin();
        _time.AdjustTime(_time.GetUtcNow() - TimeSpan.FromDays(300));
        Assert.Contains("in 60 s", Assert.Throws<PairingException>(Tries.Begin).Message, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(60));
        Tries.Begin();
    }

    [Fact]
    public void Succeed_AfterTries_ForgetsThem()
    {
        for (var i = 0; i < 10; i++)
        {
            Tries.Begin();
            Tries.Succeed();
        }
    }

    [Fact]
    public void Begin_DamagedList_SaysSo()
    {
        Tries.Begin();
        File.WriteAllText(_folder.File("pairings/tries.list"), "soon\n");
        Assert.Contains("is damaged", Assert.Throws<PairingException>(Tries.Begin).Message, StringComparison.Ordinal);
    }
}
