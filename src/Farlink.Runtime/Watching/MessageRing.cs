using System.Diagnostics.CodeAnalysis;

namespace Farlink.Runtime.Watching;

/// <summary>
/// The newest so many messages, numbered from 1 as they come; any of them can be taken out, and makes room. Not safe for several
/// threads.
/// </summary>
internal sealed class MessageRing(int most)
{
    private readonly LinkedList<MessageLife> _lives = new();
    private readonly Dictionary<long, LinkedListNode<MessageLife>> _byId = [];

    /// <summary>The number of the newest there ever was; 0 if there was none.</summary>
    public long LastId { get; private set; }

    /// <summary>All, oldest first.</summary>
    public IEnumerable<MessageLife> All
    {
        get
        {
            foreach (var life in _lives) yield return life;
        }
    }

    /// <summary>Adds one, which has the number after <see cref="LastId"/>.</summary>
    /// <returns>What it took the place of, if anything.</returns>
    public MessageLife? Add(MessageLife life)
    {
        LastId = life.Id;
        _byId[life.Id] = _lives.AddLast(life);
        return _lives.Count > most ? Remove(_lives.First!.Value.Id) : null;
    }

    /// <summary>Takes one out.</summary>
    /// <returns>It; null if it was not here any more.</returns>
    public MessageLife? Remove(long id)
    {
        if (!_byId.Remove(id, out var place)) return null;
        _lives.Remove(place);
        return place.Value;
    }

    /// <summary>The one of a number, if it is still here.</summary>
    public bool TryFind(long id, [NotNullWhen(true)] out MessageLife? life)
    {
        life = _byId.GetValueOrDefault(id)?.Value;
        return life is not null;
    }

    /// <summary>The newest of those before a number, newest first.</summary>
    public IEnumerable<MessageLife> Before(long id)
    {
        var start = _byId.TryGetValue(id, out var place) ? place.Previous : _lives.Last;
        for (var next = start; next is not null; next = next.Previous)
            if (next.Value.Id < id) yield return next.Value;
    }
}
