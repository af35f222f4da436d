using System.Net.Sockets;

namespace Farlink.Browser.Tests;

public sealed class RestartTests(Chromium chromium)
{
    private static readonly string[] Options = ["--speed", "10", "--interval", "5s"];

    [Fact]
    public async Task Page_DemoIsRestarted_SaysSoAndShowsTheNewRun()
    {
        var listen = $"127.0.0.1:{FreePorts.Take(SocketType.Stream, ProtocolType.Tcp)}";
        await using var first = await RunningDemo.StartAsync(listen, Options);
        await using var screen = await Screen.OpenAsync(chromium, first.Address);
        await screen.GoAsync("messages");
        await Expect(screen.Rows("messages").First).ToBeVisibleAsync();
        await Expect(screen.Find("connection")).ToHaveAttributeAsync("data-state", "live");
        await screen.Page.EvaluateAsync<bool>("() => window.isSameDocument = true");

        await first.KillAsync();
        await Expect(screen.Find("connection")).ToHaveAttributeAsync("data-state", "lost");
        await Expect(screen.Find("summary")).ToHaveTextAsync("Connection lost, trying again");

        // What was known stays in view meanwhile.
        await Expect(screen.Rows("messages").First).ToBeVisibleAsync();
        var ended = await screen.Page.EvaluateAsync<double>("() => Date.now()");

        await using var second = await RunningDemo.StartAsync(listen, Options);
        await Expect(screen.Find("connection")).ToHaveAttributeAsync("data-state", "live");
        await screen.UntilAsync(
            """
            ended => {
                const times = [...document.querySelectorAll('[data-testid=messages] tbody tr time')];
                return times.length > 0 && times.every(time => Date.parse(time.dateTime) > ended);
            }
            """,
            ended);
        Assert.True(await screen.Page.EvaluateAsync<bool>("() => window.isSameDocument === true"));
        screen.AssertQuiet("Failed to load resource", "net::ERR_");
    }
}
