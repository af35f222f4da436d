using Farlink.Demo;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Airtime;
using Farlink.Radios;
using Farlink.Runtime;
using Farlink.Runtime.Services;
using Farlink.Runtime.Watching;
using Farlink.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Tests;

public sealed class DemoEndTests
{
    [Theory]
    [InlineData(typeof(StoreException), EventKind.Store)]
    [InlineData(typeof(BrokerException), EventKind.Broker)]
    [InlineData(typeof(IOException), EventKind.Restart)]
    [InlineData(typeof(OperationCanceledException), EventKind.Restart)]
    public async Task TryStart_Failing_IsTriedAgainAndToldOnce(Type failure, EventKind kind)
    {
        var watch = new WatchHub(new WatchOptions(), TimeProvider.System);
        var context = new RuntimeContext { Logging = NullLoggerFactory.Instance, RadioClock = TimeProvider.System };
        var air = new DemoAir(0, DutyCycle.FromPercent(10), TimeProvider.System);
        await using var end = new DemoEnd("site", air, Fail, context) { Seen = watch };
        Assert.False(await end.TryStartAsync());
        Assert.False(await end.TryStartAsync());
        var told = Assert.Single(watch.Events.After(0, 10));
        Assert.Equal(("site", kind, EventLevel.Error), (told.Role, told.Kind, told.Level));
        Assert.EndsWith("no room", told.Text, StringComparison.Ordinal);
        Assert.False(end.IsUp);

        Task<IRunningEnd> Fail(IRadio radio, CancellationToken stop) => throw (failure == typeof(StoreException)
            ? new StoreException("no room")
            : (Exception)Activator.CreateInstance(failure, "no room")!);
    }
}
