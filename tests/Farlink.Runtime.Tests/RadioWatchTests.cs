using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Radios.Wrappers;
using Farlink.Runtime.Status;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests;

/// <summary>Whether the radio works, by what it says and by what became of the last frames.</summary>
public sealed class RadioWatchTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestLog _log = new();
    private readonly PluggableRadio _radio;
    private readonly RadioWatch _watch;

    public RadioWatchTests()
    {
        // What it wraps is not asked here: only whether it is plugged in, and what it is called.
        var capabilities = new RadioCapabilities { Description = "a radio", IsSimulated = true };
        _radio = new PluggableRadio(new LateRadio(_ => throw new RadioException("none"), capabilities, (_, _) => { }, _time));
        _watch = new RadioWatch(_radio, _log, _time);
        _watch.Look();
    }

    public async ValueTask DisposeAsync()
    {
        await _radio.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public void Look_FramesFailedWhileItWasAway_SayNothingOfTheOneThatIsBack()
    {
        _radio.IsUnplugged = true;
        for (var i = 0; i < 5; i++) _watch.HandleFailed("gone");
        _time.Advance(TimeSpan.FromSeconds(12));
        Assert.NotNull(_watch.Look().Trouble);
        _time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(Duration.FromSeconds(8), _watch.Look().LostFor);

        _radio.IsUnplugged = false;
        var back = _watch.Look();
        Assert.Null(back.Trouble);
        Assert.Null(back.LostFor);
        Assert.True(_log.Any("The radio works again, after 8 s"), _log.All);
    }

    [Fact]
    public void Look_ThreeFramesFailed_IsLostUntilOneIsSent()
    {
        _watch.HandleFailed("it hangs");
        _watch.HandleFailed("it hangs");
        Assert.Null(_watch.Look().Trouble);
        _watch.HandleFailed("it hangs");
        Assert.Equal("it hangs", _watch.Look().Trouble);
        _watch.HandleSent();
        Assert.Null(_watch.Look().Trouble);
        _watch.HandleFailed("it hangs");
        Assert.Null(_watch.Look().Trouble);
    }
}
