using System.Net.Sockets;
using Farlink.Radios.Boards;

namespace Farlink.Radios.Bus;

/// <summary>
/// A chip whose lines are reached over TCP: 'W' pin level, 'R' pin, 'E' pin (has it risen?), 'C' pin (forget that), 'S' count
/// octets
/// (SPI). It is a simulated one (<c>farlink sim chip</c>), or a bench at the other end of a network. A lost connection is made
/// again
/// by the next use.
/// </summary>
public sealed class RemoteChipBus : IChipBus
{
    private const int MostOfOneTransfer = 255;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5), RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>The protocol has no way to tell an edge unasked.</summary>
    private static readonly TimeSpan EdgePause = TimeSpan.FromMilliseconds(1);

    private readonly string _host;
    private readonly int _port;
    private readonly Board _board;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _oneQuestion = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private TcpClient? _connection;

    /// <summary>Names a remote chip; it is connected to when it is used.</summary>
    /// <param name="host">Host.</param>
    /// <param name="port">Port.</param>
    /// <param name="board">Which pin is which.</param>
    /// <param name="time">Clock for timeouts.</param>
    public RemoteChipBus(string host, int port, Board board, TimeProvider time)
    {
        _host = host;
        _port = port;
        _board = board;
        _time = time;
        Description = $"spi-tcp://{host}:{port}";
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public bool IsSimulated => true;

    private byte ChipSelect => BoardPins.ChipSelectOf(_board);

    /// <inheritdoc/>
    public bool Has(ChipLine line) => BoardPins.Of(_board, line) is not null;

    /// <inheritdoc/>
    public async ValueTask TransferAsync(Memory<byte> octets, CancellationToken cancellationToken)
    {
        List<byte> request = [(byte)'W', ChipSelect, 0];
        for (var at = 0; at < octets.Length; at += MostOfOneTransfer)
        {
            var part = octets[at..Math.Min(octets.Length, at + MostOfOneTransfer)];
            request.AddRange([(byte)'S', (byte)part.Length, .. part.Span]);
        }

        request.AddRange([(byte)'W', ChipSelect, 1]);
        await AskAsync(request.ToArray(), octets, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask SetAsync(ChipLine line, bool isHigh, CancellationToken cancellationToken)
    {
        if (BoardPins.Of(_board, line) is { } pin)
            await AskAsync([(byte)'W', pin, (byte)(isHigh ? 1 : 0)], Memory<byte>.Empty, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync(ChipLine line, CancellationToken cancellationToken)
    {
        if (BoardPins.Of(_board, line) is not { } pin) return false;
        var answer = new byte[1];
        await AskAsync([(byte)'R', pin], answer, cancellationToken);
        return answer[0] != 0;
    }

    /// <inheritdoc/>
    public async ValueTask WaitForInterruptAsync(CancellationToken cancellationToken)
    {
        var pin = (byte)_board.Interrupt;
        var answer = new byte[1];
        while (true)
        {
            try
            {
                await AskAsync([(byte)'E', pin], answer, cancellationToken);
                if (answer[0] != 0)
                {
                    await AskAsync([(byte)'C', pin], Memory<byte>.Empty, cancellationToken);
                    return;
                }

                await Task.Delay(EdgePause, _time, cancellationToken);
            }
            catch (RadioException) when (!_closing.IsCancellationRequested)
            {
                // Whoever uses the chip finds out, and it is connected to again.
                await Task.Delay(RetryPause, _time, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _connection?.Dispose();
    }

    private async ValueTask AskAsync(byte[] request, Memory<byte> answer, CancellationToken cancellationToken)
    {
        await _oneQuestion.WaitAsync(cancellationToken);
        try
        {
            // Once begun it goes to its end: a connection given up in the middle of an answer is a chip given up.
            _closing.Token.ThrowIfCancellationRequested();
            using var limit = new CancellationTokenSource(AnswerTimeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _closing.Token);
            if (_connection is null)
            {
                var connection = new TcpClient { NoDelay = true };
                _connection = connection;
                await connection.ConnectAsync(_host, _port, either.Token);
            }

            var stream = _connection.GetStream();
            await stream.WriteAsync(request, either.Token);
            if (answer.Length > 0) await stream.ReadExactlyAsync(answer, either.Token);
        }
        catch (Exception failure) when (
            failure is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            _connection?.Dispose();
            _connection = null;
            throw new RadioException(
                $"No chip answers at {Description} ({failure.GetBaseException().Message}). Start one with: "
                + $"farlink sim chip --listen {_host}:{_port}", failure);
        }
        finally
        {
            _oneQuestion.Release();
        }
    }
}
