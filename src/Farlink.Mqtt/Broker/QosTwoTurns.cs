namespace Farlink.Mqtt.Broker;

/// <summary>
/// One at a time of the messages of QoS 2 that have the same packet id of the same client. A client that lost its connection
/// repeats on the next one what the broker may still be about to take from the old one: the second waits, and then it is known
/// whether it is a repeat. Bounded by the messages that are being taken.
/// </summary>
internal sealed class QosTwoTurns
{
    private readonly Dictionary<(string Client, ushort PacketId), TaskCompletionSource> _taken = [];
    private readonly Lock _lock = new();

    /// <summary>Waits for the turn.</summary>
    /// <returns>The turn; its disposal gives it on.</returns>
    public async Task<IDisposable> EnterAsync(string client, ushort packetId, CancellationToken cancellationToken)
    {
        var name = (client, packetId);
        while (true)
        {
            Task before;
            lock (_lock)
            {
                if (_taken.TryAdd(name, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)))
                    return new Turn(this, name);
                before = _taken[name].Task;
            }

            await before.WaitAsync(cancellationToken);
        }
    }

    private void Leave((string Client, ushort PacketId) name)
    {
        TaskCompletionSource? over;
        lock (_lock) _taken.Remove(name, out over);
        over?.SetResult();
    }

    private sealed class Turn(QosTwoTurns turns, (string Client, ushort PacketId) name) : IDisposable
    {
        public void Dispose() => turns.Leave(name);
    }
}
