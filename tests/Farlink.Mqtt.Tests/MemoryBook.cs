namespace Farlink.Mqtt.Tests;

/// <summary>A book that forgets at the end of the test.</summary>
internal sealed class MemoryBook : IQosTwoBook
{
    private readonly HashSet<(string, ushort)> _taken = [];
    private readonly Lock _lock = new();

    public void Take(string client, ushort packetId)
    {
        lock (_lock) _taken.Add((client, packetId));
    }

    public bool IsTaken(string client, ushort packetId)
    {
        lock (_lock) return _taken.Contains((client, packetId));
    }

    public int OpenOf(string client)
    {
        lock (_lock) return _taken.Count(one => one.Item1 == client);
    }

    public ValueTask ReleaseAsync(string client, ushort packetId, CancellationToken cancellationToken)
    {
        lock (_lock) _taken.Remove((client, packetId));
        return ValueTask.CompletedTask;
    }

    public ValueTask ReleaseAllAsync(string client, CancellationToken cancellationToken)
    {
        lock (_lock) _taken.RemoveWhere(one => one.Item1 == client);
        return ValueTask.CompletedTask;
    }
}
