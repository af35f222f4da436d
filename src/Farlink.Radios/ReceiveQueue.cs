using System.Threading.Channels;

namespace Farlink.Radios;

/// <summary>
/// Frames between a modem and its reader. When it is full the oldest frame gives way and is counted. Thread-safe.
/// </summary>
public sealed class ReceiveQueue
{
    /// <summary>Frames that may wait: half a minute of the busiest channel at SF7.</summary>
    public const int MostFrames = 1024;

    private readonly Channel<ReceivedFrame> _frames;
    private long _dropped;

    /// <summary>Makes an empty queue.</summary>
    public ReceiveQueue() => _frames = Channel.CreateBounded<ReceivedFrame>(
        new BoundedChannelOptions(MostFrames) { FullMode = BoundedChannelFullMode.DropOldest },
        _ => Interlocked.Increment(ref _dropped));

    /// <summary>Frames that gave way.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds a frame.</summary>
    public void Add(ReceivedFrame frame) => _frames.Writer.TryWrite(frame);

    /// <summary>Ends the queue: readers get what waits, then the error.</summary>
    public void Close(RadioException reason) => _frames.Writer.TryComplete(reason);

    /// <summary>Waits for the next frame.</summary>
    /// <exception cref="RadioException">The queue was closed.</exception>
    public async ValueTask<ReceivedFrame> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _frames.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw closed.InnerException as RadioException ?? new RadioException("The radio was closed.");
        }
    }
}
