using System.Text.RegularExpressions;

namespace Farlink.Browser.Tests;

/// <summary><c>farlink demo</c> with its dashboard: the whole chain, in a process of its own.</summary>
internal sealed class RunningDemo : IAsyncDisposable
{
    private readonly RunningProcess _process;

    private RunningDemo(RunningProcess process, string address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Of the dashboard, with a slash at its end.</summary>
    public string Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="listen">Where the dashboard is; port 0 takes a free one.</param>
    /// <param name="more">Further options.</param>
    public static async Task<RunningDemo> StartAsync(string listen, params string[] more)
    {
        var process = RunningProcess.Farlink(["demo", "--dashboard", listen, .. more]);
        try
        {
            return new RunningDemo(process, await AddressAsync(process));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>The dashboard's address, as a process tells it; fails if it has no page.</summary>
    public static async Task<string> AddressAsync(RunningProcess process)
    {
        var line = await process.WaitForAsync("http://127.0.0.1:");
        var address = $"{Regex.Match(line, @"http://127\.0\.0\.1:\d+").Value}/";
        using var http = new HttpClient();
        Assert.DoesNotContain("has no page", await http.GetStringAsync(new Uri(address)), StringComparison.Ordinal);
        return address;
    }

    /// <summary>Ends it without asking, as a power failure does.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
