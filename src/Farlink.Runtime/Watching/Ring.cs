using System.Diagnostics.CodeAnalysis;

namespace Farlink.Runtime.Watching;

/// <summary>The newest so many things, numbered from 1 as they come. Not safe for several threads.</summary>
internal sealed class Ring<T>(int most)
    where T : class
{
    private readonly T[] _places = new T[most];

    /// <summary>The number of the newest; 0 if there was none.</summary>
    public long LastId { get; private set; }

    /// <summary>The number of the oldest that is still here.</summary>
    private long FirstId => Math.Max(1, LastId - _places.Length + 1);

    /// <summary>Adds one; it has the number <see cref="LastId"/> then.</summary>
    /// <returns>What it took the place of, if anything.</returns>
    public T? Add(T item)
    {
        ref var place = ref _places[(int)(LastId++ % _places.Length)];
        var old = place;
        place = item;
        return old;
    }

    /// <summary>The one of a number, if it is still here.</summary>
    public bool TryFind(long id, [NotNullWhen(true)] out T? item)
    {
        item = id >= FirstId && id <= LastId ? _places[(int)((id - 1) % _places.Length)] : null;
        return item is not null;
    }

    /// <summary>Puts another in the place of one that is still here.</summary>
    public void Replace(long id, T item)
    {
        if (TryFind(id, out _)) _places[(int)((id - 1) % _places.Length)] = item;
    }

    /// <summary>The oldest of those after a number, oldest first.</summary>
    public List<T> After(long id, int count)
    {
        List<T> found = [];
        for (var next = Math.Max(FirstId, id + 1); next <= LastId && found.Count < count; next++)
            if (TryFind(next, out var item)) found.Add(item);
        return found;
    }

    /// <summary>The newest of those before a number, newest first.</summary>
    public IEnumerable<T> Before(long id)
    {
        for (var next = Math.Min(LastId, id - 1); next >= FirstId; next--)
            if (TryFind(next, out var item)) yield return item;
    }
}
