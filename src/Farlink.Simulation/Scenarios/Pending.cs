namespace Farlink.Simulation.Scenarios;

/// <summary>Things by their names; of those that have one name the first that came goes first.</summary>
internal sealed class Pending<T>
{
    private readonly Dictionary<string, Queue<T>> _byName = new(StringComparer.Ordinal);

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>All, with their names.</summary>
    public IEnumerable<(string Name, T Item)> All =>
        _byName.SelectMany(one => one.Value.Select(item => (one.Key, item)));

    public void Add(string name, T item)
    {
        if (!_byName.TryGetValue(name, out var queue)) _byName[name] = queue = new Queue<T>(1);
        queue.Enqueue(item);
        Count++;
    }

    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>Takes the first one of a name.</summary>
    public bool TryTake(string name, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
    {
        item = default;
        if (!_byName.TryGetValue(name, out var queue)) return false;
        item = queue.Dequeue();
        if (queue.Count == 0) _byName.Remove(name);
        Count--;
        return true;
    }
}
