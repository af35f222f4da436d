namespace Farlink.Demo;

/// <summary>Texts, of which the oldest gives way to a new one. Not safe for several threads.</summary>
/// <param name="most">How many it remembers.</param>
internal sealed class BoundedSet(int most)
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Adds one; false if it is there.</summary>
    public bool Add(string text)
    {
        if (!_texts.Add(text)) return false;
        _order.Enqueue(text);
        if (_order.Count > most) _texts.Remove(_order.Dequeue());
        return true;
    }

    /// <summary>Forgets one; false if it is not there.</summary>
    public bool Remove(string text) => _texts.Remove(text);
}
