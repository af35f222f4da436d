using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Farlink.Commands;

/// <summary>
/// An open page, as the site sees it: it asks for what each view begins with, and reads the stream to its end. HTTP by hand: the
/// program has no other use for a client of it.
/// </summary>
internal sealed class DashboardBenchPage : IAsyncDisposable
{
    private const string Good = "HTTP/1.1 200 ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly string[] Begin =
        ["/api/about", "/api/state", "/api/airtime", "/api/events", "/api/messages", "/api/frames"];

    private readonly TcpClient _client;
    private readonly Task _reading;
    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _octets;

    private DashboardBenchPage(TcpClient client)
    {
        _client = client;
        _reading = ReadAsync();
    }

    /// <summary>Opens one: what its views begin with, a month of the link, and then the stream.</summary>
    /// <param name="port">The dashboard's.</param>
    /// <param name="link">The link whose history is looked at.</param>
    /// <exception cref="InvalidOperationException">The dashboard refused it.</exception>
    public static async Task<DashboardBenchPage> OpenAsync(int port, int link)
    {
        foreach (var path in Begin) await AskAsync(port, path);
        await AskAsync(port, $"/api/links/history?role=site&link={link}&span=1mo");
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            var request = $"GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        }
        catch
        {
            client.Dispose();
            throw;
        }

        var page = new DashboardBenchPage(client);
        var answer = await page._answer.Task.WaitAsync(Patience);
        if (answer.StartsWith(Good, StringComparison.Ordinal)) return page;
        await page.DisposeAsync();
        throw Refused(answer);
    }

    /// <summary>Asks for something once, and takes the whole answer.</summary>
    /// <param name="port">The dashboard's.</param>
    /// <param name="path">What.</param>
    /// <exception cref="InvalidOperationException">The dashboard refused it.</exception>
    public static async Task AskAsync(int port, string path)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
        var request = $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), patience.Token);
        using var whole = new MemoryStream();
        await client.GetStream().CopyToAsync(whole, patience.Token);
        var answer = Encoding.ASCII.GetString(whole.GetBuffer(), 0, (int)Math.Min(whole.Length, Good.Length));
        if (answer != Good) throw Refused($"{answer} to {path}");
    }

    /// <summary>What came so far.</summary>
    /// <exception cref="InvalidOperationException">The stream ended meanwhile, so nothing was measured.</exception>
    public long Octets() => _reading.IsCompleted
        ? throw new InvalidOperationException("The bench's own dashboard ended a page's stream.")
        : Interlocked.Read(ref _octets);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _reading;
    }

    private static InvalidOperationException Refused(string answer) => new($"The bench's own dashboard answered: {answer}");

    private async Task ReadAsync()
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await _client.GetStream().ReadAsync(buffer) is > 0 and var length)
            {
                _answer.TrySetResult(Encoding.ASCII.GetString(buffer, 0, Math.Min(length, Good.Length)));
                Interlocked.Add(ref _octets, length);
            }
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed.
        }

        _answer.TrySetResult("nothing");
    }
}
