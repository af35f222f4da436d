namespace Farlink.Radios.Bus;

/// <summary>Remembers that a line has risen until somebody asks; many rises are one. Thread-safe.</summary>
public sealed class EdgeSignal
{
    private readonly System.Threading.Channels.Channel<bool> _risen =
        System.Threading.Channels.Channel.CreateBounded<bool>(new System.Threading.Channels.BoundedChannelOptions(1)
        {
            FullMode = System.Threading.Channels.BoundedChannelFullMode.DropWrite,
        });

    /// <summary>It rose.</summary>
    public void Rise() => _risen.Writer.TryWrite(true);

    /// <summary>It will not rise again, for this reason.</summary>
    public void End(RadioException reason) => _risen.Writer.TryComplete(reason);

    /// <summary>Waits until it has risen since the last wait.</summary>
    /// <exception cref="RadioException">It ended.</exception>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _risen.Reader.ReadAsync(cancellationToken);
        }
        catch (System.Threading.Channels.ChannelClosedException closed)
        {
            throw closed.InnerException as RadioException ?? new RadioException("The bus to the radio was closed.");
        }
    }
}
