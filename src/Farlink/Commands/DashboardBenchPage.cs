using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Farlink.Commands;

/// <summary>
/// An open page, as the site sees it: it reads the stream to its end. HTTP by hand: the program has no other use for a client of
/// it.
/// </summary>
internal sealed class DashboardBenchPage : IAsyncDisposable
{
    private const string Good = "HTTP/1.1 200 ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TcpClient _client;
    private readonly Task _reading;
    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _octets;

    private DashboardBenchPage(TcpClient client)
    {
        _client = client;
        _reading = ReadAsync();
    }

    /// <summary>Opens one.</summary>
    /// <exception cref="InvalidOperationException">The dashboard refused it.</exception>
    public static async Task<DashboardBenchPage> OpenAsync(int port)
    {
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
        throw new InvalidOperationException($"The bench's own dashboard answered: {answer}");
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
