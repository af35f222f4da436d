using Farlink.Keys.Elements;

namespace Farlink.Keys.Tls;

/// <summary>
/// The elements behind keys of OpenSSL, by number. A key of OpenSSL holds the number, copies of it count, and a number is never
/// used again: what outlives its element finds nothing, and not another one.
/// </summary>
internal static class ElementRegistry
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<nint, (ISecureElement Element, int Keys)> Known = [];
    private static nint _last;

    /// <summary>Whether any key of OpenSSL refers to an element now.</summary>
    public static bool Holds(ISecureElement element)
    {
        lock (Gate) return Known.Values.Any(entry => entry.Element == element);
    }

    /// <summary>A number for one key with this element.</summary>
    public static nint Add(ISecureElement element)
    {
        lock (Gate)
        {
            Known.Add(++_last, (element, 1));
            return _last;
        }
    }

    /// <summary>A key was copied.</summary>
    /// <returns>Whether the number is known.</returns>
    public static bool TryHold(nint number)
    {
        lock (Gate)
        {
            if (!Known.TryGetValue(number, out var entry)) return false;
            Known[number] = entry with { Keys = entry.Keys + 1 };
            return true;
        }
    }

    /// <summary>A key was freed.</summary>
    public static void Release(nint number)
    {
        lock (Gate)
        {
            if (!Known.TryGetValue(number, out var entry)) return;
            if (entry.Keys == 1) Known.Remove(number);
            else Known[number] = entry with { Keys = entry.Keys - 1 };
        }
    }

    /// <summary>The element of a number; null if there is none any more.</summary>
    public static ISecureElement? Find(nint number)
    {
        lock (Gate) return Known.TryGetValue(number, out var entry) ? entry.Element : null;
    }
}
