using Farlink.Runtime.Status;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests;

/// <summary>How much goes to the storage, by day.</summary>
public sealed class DiskWearTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestLog _log = new();
    private long? _written = 1_000_000;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Read_PaceSinceTheStart_IsProjectedAfterAWhile()
    {
        await using var wear = Start();
        _written += 6000;
        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(new DiskFigures(6000, 77, null, null), wear.Read());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new DiskFigures(6000, 77, null, 6000 * 144), wear.Read());
    }

    [Fact]
    public void WrittenOctets_AskedAgain_AreThoseOfNow()
    {
        if (!ProcessIo.TryOpen()) Assert.Skip("this kernel does not count");
        var before = ProcessIo.WrittenOctets;
        Assert.NotNull(before);
        Assert.True(ProcessIo.WrittenOctets >= before);
    }

    [Fact]
    public async Task Day_IsOver_IsToldOnceADay()
    {
        await using var wear = Start();
        _written += 500;
        _time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));
        Assert.Equal("", _log.All);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _written += 70;
        Assert.Equal(500, wear.Read().LastDayOctets);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(70, wear.Read().LastDayOctets);
        Assert.Equal(
            "Written to the storage in the last day: 500 octets; since the start: 500, of which 77 are messages\n"
            + "Written to the storage in the last day: 70 octets; since the start: 570, of which 77 are messages", _log.All);
    }

    [Fact]
    public async Task Read_KernelDoesNotCount_IsNotKnown()
    {
        _written = null;
        await using var wear = Start();
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(new DiskFigures(null, 77, null, null), wear.Read());
        Assert.Equal("", _log.All);
    }

    [Theory]
    [InlineData("rchar: 1\nwrite_bytes: 4096\ncancelled_write_bytes: 7\n", 4096L)]
    [InlineData("cancelled_write_bytes: 7\n", null)]
    [InlineData("write_bytes: x\n", null)]
    [InlineData("", null)]
    public void Parse_ProcPidIo_IsWhatWasSentToTheStorage(string text, long? expected) =>
        Assert.Equal(expected, ProcessIo.Parse(text));

    private DiskWear Start() => new(() => _written, () => 77, _log, _time);
}
