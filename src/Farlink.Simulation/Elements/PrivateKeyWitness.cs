using System.Text;

namespace Farlink.Simulation.Elements;

/// <summary>
/// Remembers every private key that a chip ever held, and only says whether one occurs somewhere. A piece of 16 octets is an
/// occurrence: half a key in a log is a leak too.
/// </summary>
internal sealed class PrivateKeyWitness
{
    /// <summary>Keys that are remembered; the oldest is forgotten for the next.</summary>
    public const int Capacity = 4_096;

    private const int Piece = Curve.NumberLength / 2, Base64Span = 30;
    private readonly Queue<byte[]> _keys = new();

    /// <summary>Remembers a key.</summary>
    public void Note(ReadOnlySpan<byte> key)
    {
        if (_keys.Count == Capacity) _keys.Dequeue();
        _keys.Enqueue(key.ToArray());
    }

    /// <summary>Whether a piece of a key is among some octets.</summary>
    public bool OccursIn(ReadOnlySpan<byte> octets)
    {
        foreach (var key in _keys)
        {
            for (var start = 0; start + Piece <= key.Length; start++)
            {
                if (octets.IndexOf(key.AsSpan(start, Piece)) >= 0) return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a piece of a key is in a text as hexadecimal digits, with or without signs between, or a key as Base64.
    /// </summary>
    public bool OccursIn(ReadOnlySpan<char> text)
    {
        var digits = Digits(text);
        foreach (var key in _keys)
        {
            var hex = Convert.ToHexString(key);
            for (var start = 0; start + 2 * Piece <= hex.Length; start += 2)
            {
                if (digits.Contains(hex.AsSpan(start, 2 * Piece), StringComparison.Ordinal)) return true;
            }

            for (var start = 0; start + Base64Span <= key.Length; start++)
            {
                var base64 = Convert.ToBase64String(key, start, Base64Span);
                if (text.Contains(base64, StringComparison.Ordinal)
                    || text.Contains(base64.Replace('+', '-').Replace('/', '_'), StringComparison.Ordinal)) return true;
            }
        }

        return false;
    }

    /// <summary>The hexadecimal digits of a text in capitals, without what stands between, and without the 0 of 0x.</summary>
    private static ReadOnlySpan<char> Digits(ReadOnlySpan<char> text)
    {
        var digits = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isPrefix = text[i] == '0' && i + 1 < text.Length && text[i + 1] is 'x' or 'X';
            if (char.IsAsciiHexDigit(text[i]) && !isPrefix) digits.Append(char.ToUpperInvariant(text[i]));
        }

        return digits.ToString();
    }
}
