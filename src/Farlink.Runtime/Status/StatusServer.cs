using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Farlink.Runtime.Status;

/// <summary>
/// Tells the state of this end on a Unix socket: a client sends one line, <see cref="StatusClient.Request"/>, and gets one line
/// of JSON. Who may ask, the mode of the socket says (unix(7): connecting needs write permission). Nobody who asks can hold up
/// anything: what is told is a snapshot, and there are limits.
/// </summary>
public sealed class StatusServer : IAsyncDisposable
{
    /// <summary>Clients at once; a further one is turned away.</summary>
    public const int MostClients = 8;

    /// <summary>Longest request, its end included; a client that sends more is told so and cut off.</summary>
    public const int MostRequestOctets = 1024;

    /// <summary>Who has not asked, or not read its answer, by then is cut off.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Socket _listener;
    private readonly string _path;
    private readonly Func<StatusReport> _report;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _places = new(MostClients, MostClients);
    private readonly Task _running;

    private StatusServer(Socket listener, string path, Func<StatusReport> report, ILogger logger, TimeProvider time)
    {
        _listener = listener;
        _path = path;
        _report = report;
        _logger = logger;
        _time = time;
        _running = RunAsync();
    }

    /// <summary>Starts to listen. An end whose state cannot be told runs all the same: why is logged.</summary>
    /// <param name="path">The socket; what a program that ended left there is replaced.</param>
    /// <param name="mode">Who may ask.</param>
    /// <param name="report">What to tell; called from any thread, must not block.</param>
    /// <param name="logger">Where it is told that there is no socket.</param>
    /// <param name="time">Clock for <see cref="Patience"/>.</param>
    /// <returns>Null if it cannot listen there.</returns>
    public static StatusServer? Start(
        string path, UnixFileMode mode, Func<StatusReport> report, ILogger logger, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            RemoveStale(path);
            listener.Bind(new UnixDomainSocketEndPoint(path));

            // Before it listens nobody gets in, whatever the mode is.
            File.SetUnixFileMode(path, mode);
            listener.Listen(MostClients);
            return new StatusServer(listener, path, report, logger, time);
        }
        catch (Exception failure) when (failure is SocketException or IOException or UnauthorizedAccessException
            or ArgumentException)
        {
            // ArgumentException: longer than the 108 octets of sun_path (unix(7)).
            listener.Dispose();
            RuntimeLog.NoStatusSocket(logger, path, failure.Message);
            return null;
        }
    }

    /// <summary>Stops to listen, and cuts off who is being answered.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _running;
        for (var i = 0; i < MostClients; i++) await _places.WaitAsync();
        try
        {
            File.Delete(_path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next start removes it.
        }

        _places.Dispose();
        _closing.Dispose();
    }

    /// <summary>Removes a socket at which nobody listens any more; one that answers is left, and binding fails then.</summary>
    private static void RemoveStale(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > 0) return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException nobody) when (nobody.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
    }

    private async Task RunAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptAsync(_closing.Token);
                if (_places.Wait(0, CancellationToken.None)) _ = ServeAsync(client);
                else client.Dispose();
            }
            catch (SocketException failure) when (!_closing.IsCancellationRequested)
            {
                // Out of file descriptors, say: the state cannot be told now, and that must not cost more than this.
                RuntimeLog.StatusNotTold(_logger, failure.Message);
                await Task.Delay(Patience, _time, _closing.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _closing.Token);
        try
        {
            var answer = await ReadRequestAsync(client, either.Token) switch
            {
                null => null,
                StatusClient.Request => StatusJson.Write(_report()),
                _ => Encoding.UTF8.GetBytes($"{{\"error\":\"the request is: {StatusClient.Request}\"}}\n"),
            };
            if (answer is not null) await SendAsync(client, answer, either.Token);
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It hung up, or was too slow.
        }
        catch (Exception failure)
        {
            // A mistake of ours in what is told must not end what is told about.
            RuntimeLog.StatusNotTold(_logger, failure.Message);
        }
        finally
        {
            client.Dispose();
            _places.Release();
        }
    }

    /// <summary>The line; null if the client hung up, "" if it is too long.</summary>
    private static async Task<string?> ReadRequestAsync(Socket client, CancellationToken cancellationToken)
    {
        var octets = new byte[MostRequestOctets];
        var count = 0;
        while (true)
        {
            var read = await client.ReceiveAsync(octets.AsMemory(count), SocketFlags.None, cancellationToken);
            if (read == 0) return null;
            count += read;
            var end = octets.AsSpan(0, count).IndexOf((byte)'\n');
            if (end >= 0) return Encoding.UTF8.GetString(octets, 0, end).TrimEnd('\r');
            if (count == octets.Length) return "";
        }
    }

    private static async Task SendAsync(Socket client, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        while (octets.Length > 0)
        {
            var sent = await client.SendAsync(octets, SocketFlags.None, cancellationToken);
            octets = octets[sent..];
        }

        client.Shutdown(SocketShutdown.Send);
    }
}
