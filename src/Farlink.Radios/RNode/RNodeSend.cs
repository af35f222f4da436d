using Farlink.Protocol.Units;

namespace Farlink.Radios.RNode;

/// <summary>
/// Hands one frame to an RNode and waits for its end: the modem listens first, sends, and then tells that its airtime has risen.
/// One
/// that does not tell must have sent after its longest wait on a free channel.
/// </summary>
internal sealed class RNodeSend(RNodeConnection connection, Duration airtime, TimeProvider time)
{
    private const double BitsPerOctet = 10;
    private const double Baud = 115_200;
    private readonly TaskCompletionSource<byte> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs it.</summary>
    /// <returns>When the frame began, at the latest.</returns>
    /// <exception cref="RadioException">The modem says that it did not send it.</exception>
    /// <exception cref="IOException">The line broke meanwhile.</exception>
    public async Task<Instant> RunAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        var handedOver = time.Now() + Duration.FromSeconds(frame.Length * BitsPerOctet / Baud);
        var soonest = handedOver + airtime;
        var latest = soonest + connection.ChannelAccess.MostWait;

        // Somebody else's frame may go first: who tells is waited for.
        var patience = connection.ChannelAccess.TellsAirtime ? latest + connection.LongestFrame : latest;
        connection.OnError = number =>
        {
            if (RNodeError.EndsSend(number)) _failed.TrySetResult(number);
        };
        connection.OnSent = () =>
        {
            if (time.Now() >= soonest) _sent.TrySetResult();
        };
        try
        {
            connection.Send(RNodeCommand.Data, frame.Span);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var waiting = time.WaitUntil(patience, limit.Token);
            var first = await Task.WhenAny(_sent.Task, waiting, _failed.Task, connection.Closed);
            await limit.CancelAsync();
            if (first == _failed.Task) throw new RadioException(RNodeError.Describe(connection.Path, await _failed.Task));
            if (first == connection.Closed) throw new IOException("it went while it sent.");
            if (first == waiting) await waiting;
            return (first == waiting ? latest : time.Now()) - airtime;
        }
        finally
        {
            (connection.OnError, connection.OnSent) = (null, null);
        }
    }
}
