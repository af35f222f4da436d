namespace Farlink.EndToEnd.Tests;

/// <summary>mosquitto_sub on the upstream broker, subscribed for certain.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private static int _last;
    private readonly RunningProcess _process;

    private Watcher(RunningProcess process) => _process = process;

    public IEnumerable<string> Lines =>
        _process.Lines.Where(
            line => !line.StartsWith("Client ", StringComparison.Ordinal)
                && !line.StartsWith("Subscribed", StringComparison.Ordinal));

    public static async Task<Watcher> StartAsync(Workshop shop, int count, int qos = 1)
    {
        var process = RunningProcess.Start("stdbuf",
        [
            "-oL", "mosquitto_sub", "-h", "127.0.0.1", "-p", $"{shop.UpstreamPort}", "-t", "/esp8266", "-q", $"{qos}",
            "-C", $"{count}", "-i", $"watcher-{Interlocked.Increment(ref _last)}", "-d",
        ]);
        await process.WaitForAsync("received SUBACK");
        return new Watcher(process);
    }

    public Task<string> WaitForLineAsync(string line) => _process.WaitForAsync(line);

    public Task<int> WaitForExitAsync() => _process.WaitForExitAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
