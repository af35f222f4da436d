using Farlink.Demo;
using Farlink.Protocol.Airtime;
using Farlink.Runtime;
using Farlink.Runtime.Watching;
using Farlink.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Tests;

public sealed class DemoEndTests
{
    [Fact]
    public async Task TryStart_StoreCannotBeUsed_IsTriedAgainAndToldOnce()
    {
        var watch = new WatchHub(new WatchOptions(), TimeProvider.System);
        var context = new RuntimeContext { Logging = NullLoggerFactory.Instance, RadioClock = TimeProvider.System };
        var air = new DemoAir(0, DutyCycle.FromPercent(10), TimeProvider.System);
        await using var end = new DemoEnd("site", air, (_, _) => throw new StoreException("no room"), context) { Seen = watch };
        Assert.False(await end.TryStartAsync());
        Assert.False(await end.TryStartAsync());
        var told = Assert.Single(watch.Events.After(0, 10));
        Assert.Equal(("site", EventKind.Store, EventLevel.Error), (told.Role, told.Kind, told.Level));
        Assert.EndsWith("no room", told.Text, StringComparison.Ordinal);
        Assert.False(end.IsUp);
    }
}
