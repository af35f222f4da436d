using Farlink.Protocol.Messages;

namespace Farlink.Runtime.Services;

/// <summary>
/// Messages that are being taken. A publisher that loses its connection meanwhile sends its message again: that repeat waits for
/// the end of the first one and is not taken a second time. Bounded by the publishers' connections and by the queue.
/// </summary>
internal sealed class TakesUnderWay
{
    private readonly Dictionary<(string Publisher, ushort PacketId), (MqttMessage Message, Task<string?> Done)> _under = [];
    private readonly Lock _lock = new();

    /// <summary>Takes a message, or waits until the one that it repeats is taken.</summary>
    /// <param name="message">The message.</param>
    /// <param name="take">
    /// Takes it. What was handed to the disk goes on, and is waited for.
    /// </param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Why it is refused, or null.</returns>
    public async Task<string?> RunAsync(
        MqttMessage message, Func<Task<string?>> take, CancellationToken cancellationToken)
    {
        if (message.PacketId == 0) return await take().WaitAsync(cancellationToken);

        while (true)
        {
            Task<string?>? before = null;
            var isRepeat = false;
            var done = Task.FromResult<string?>(null);
            lock (_lock)
            {
                var name = (message.Publisher, message.PacketId);
                if (_under.TryGetValue(name, out var first) && !first.Done.IsCompleted)
                {
                    before = first.Done;
                    isRepeat = IsRepeat(message, first.Message);
                }
                else
                {
                    done = take();
                    if (!done.IsCompleted) _under[name] = (message, done);
                    _ = ForgetAsync(name, done);
                }
            }

            // Not given up when its publisher is gone: what holds it back is, and what the disk has the broker's own subscribers
            // must get too.
            if (before is null) return await done;

            // The first one may be given up when its connection ends; then this one is as good.
            if (await WaitAsync(before, cancellationToken) && isRepeat) return await before;
        }
    }

    /// <summary>
    /// The packet id is the message's name at QoS 2 (MQTT 3.1.1 §4.3.3). At QoS 1 a client may forget and use it again,
    /// so the content must be the same too.
    /// </summary>
    private static bool IsRepeat(MqttMessage message, MqttMessage first) => message.IsRepeat && message.Qos == first.Qos
        && (message.Qos == MqttQos.ExactlyOnce
            || (message.Topic == first.Topic && message.Payload.Span.SequenceEqual(first.Payload.Span)));

    /// <summary>Waits for the end of another take; true if it succeeded.</summary>
    private static async Task<bool> WaitAsync(Task other, CancellationToken cancellationToken)
    {
        try
        {
            await other.WaitAsync(cancellationToken);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task ForgetAsync((string, ushort) name, Task done)
    {
        await done.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        lock (_lock)
        {
            if (_under.TryGetValue(name, out var there) && there.Done == done) _under.Remove(name);
        }
    }
}
