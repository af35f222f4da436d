namespace Farlink.Runtime.Watching;

/// <summary>
/// Which messages were not taken, by why: one device alone could fill the log with them. Not safe for several threads.
/// </summary>
/// <param name="most">So many of one kind are kept.</param>
internal sealed class RefusedMessages(int most)
{
    /// <summary>Kinds told apart; beyond it the one that has not come for longest is forgotten, and its messages stay.</summary>
    private const int MostKinds = 64;

    private readonly Dictionary<(string Role, byte Link, string Kind), Queue<long>> _ids = [];

    /// <summary>One more was not taken.</summary>
    /// <param name="role">By which end.</param>
    /// <param name="link">For which link; 0 if for none, or for several.</param>
    /// <param name="kind">Of which kind the reason is.</param>
    /// <param name="id">Its number.</param>
    /// <returns>The number of the one that is to go for it; null: none.</returns>
    public long? Note(string role, byte link, string kind, long id)
    {
        var key = (role, link, kind);
        if (!_ids.ContainsKey(key) && _ids.Count >= MostKinds) _ids.Remove(_ids.MinBy(one => one.Value.Last()).Key);
        if (!_ids.TryGetValue(key, out var ids)) _ids[key] = ids = new Queue<long>();
        ids.Enqueue(id);
        return ids.Count > most ? ids.Dequeue() : null;
    }
}
