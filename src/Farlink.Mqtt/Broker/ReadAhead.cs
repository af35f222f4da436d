using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using MQTTnet.Packets;

namespace Farlink.Mqtt.Broker;

/// <summary>
/// Reads a client's packets a little ahead of the library, which reads the next one only when a message is stored: so a client
/// that is held back still gets its PINGRESP, and its end and its silence are noticed. The packets themselves keep their order.
/// </summary>
internal sealed class ReadAhead : IAsyncDisposable
{
    /// <summary>Packets read and not handled; at it nothing more is read from this client, pings neither.</summary>
    private const int MostPackets = 8;

    /// <summary>What a client sent before it closed still counts; so long it may be held back for a place in the queue.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Channel<MqttPacket> _packets = Channel.CreateBounded<MqttPacket>(
        new BoundedChannelOptions(MostPackets) { SingleReader = true, SingleWriter = true });

    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly Func<CancellationToken, Task<MqttPacket>> _read;
    private readonly Func<MqttPacket, CancellationToken, Task> _send;
    private readonly TimeSpan _mostSilence;
    private readonly Action<string> _cut;
    private readonly TimeProvider _time;
    private readonly Task _running;

    /// <param name="read">Reads the next packet; null at the end.</param>
    /// <param name="send">Sends one; may be called beside other senders.</param>
    /// <param name="keepAlive">What the client promised (MQTT 3.1.1 §3.1.2.10); zero: nothing.</param>
    /// <param name="cut">Ends the connection of a client that broke its promise, and logs why.</param>
    /// <param name="time">Clock for that.</param>
    public ReadAhead(
        Func<CancellationToken, Task<MqttPacket>> read, Func<MqttPacket, CancellationToken, Task> send, TimeSpan keepAlive,
        Action<string> cut, TimeProvider time)
    {
        _read = read;
        _send = send;
        _mostSilence = keepAlive > TimeSpan.Zero ? keepAlive * 1.5 : Timeout.InfiniteTimeSpan;
        _cut = cut;
        _time = time;
        Gone = _gone.Token;
        _running = RunAsync();
    }

    /// <summary>
    /// Cancelled some time after the client closed, or was silent too long: nobody waits for its acknowledgement.
    /// </summary>
    public CancellationToken Gone { get; }

    /// <summary>The next packet in order; null at the end.</summary>
    public async Task<MqttPacket?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _packets.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            if (closed.InnerException is { } failure) ExceptionDispatchInfo.Throw(failure);
            return null;
        }
    }

    /// <summary>Stops reading.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        await _gone.CancelAsync();
        _closing.Dispose();
        _gone.Dispose();
    }

    private async Task RunAsync()
    {
        Exception? failure = null;
        try
        {
            while (await ReadAsync() is { } packet)
            {
                if (packet is MqttPingReqPacket) await _send(MqttPingRespPacket.Instance, _closing.Token);
                else await _packets.Writer.WriteAsync(packet, _closing.Token);
            }
        }
        catch (Exception ended)
        {
            // Whoever reads the packets learns it in its turn: what came before counts.
            failure = ended;
        }

        _packets.Writer.TryComplete(failure);
        try
        {
            await Task.Delay(Grace, _time, _closing.Token);
            await _gone.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The connection is done with already.
        }
    }

    private async Task<MqttPacket?> ReadAsync()
    {
        var next = _read(_closing.Token);
        try
        {
            return await next.WaitAsync(_mostSilence, _time, _closing.Token);
        }
        catch (TimeoutException)
        {
            // Its end is awaited elsewhere, when the connection is closed; nobody looks at this read any more.
            _ = next.ContinueWith(read => read.Exception, TaskScheduler.Default);
            var why = $"nothing came in one and a half times its keep-alive, {_mostSilence.TotalSeconds:0} s";
            _cut(why);
            throw new IOException(why);
        }
    }
}
