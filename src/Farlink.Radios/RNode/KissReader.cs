namespace Farlink.Radios.RNode;

/// <summary>
/// Takes KISS frames out of a stream of octets, whatever comes between them: a modem that starts prints text. What is longer than
/// any frame of an RNode is dropped to its end.
/// </summary>
internal sealed class KissReader
{
    /// <summary>A packet of two frames, as other programs send them, is the longest there is.</summary>
    public const int MostOctets = 512;

    private readonly byte[] _frame = new byte[1 + MostOctets];
    private int _length;
    private bool _isEscaped;
    private bool _isDropped = true;

    /// <summary>Frames that were too long.</summary>
    public long Dropped { get; private set; }

    /// <summary>Takes one octet.</summary>
    /// <param name="octet">The next octet of the stream.</param>
    /// <param name="frame">A whole frame: its command, and what follows it; valid until the next call.</param>
    /// <returns>Whether this octet ended a frame.</returns>
    public bool TryTake(byte octet, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (octet == KissFrame.End)
        {
            // The end of one frame is the beginning of the next, and two ends in a row are none.
            var isWhole = !_isDropped && _length > 0;
            if (isWhole) frame = _frame.AsSpan(0, _length);
            (_length, _isEscaped, _isDropped) = (0, false, false);
            return isWhole;
        }

        if (_isDropped) return false;
        if (octet == KissFrame.Escape)
        {
            _isEscaped = true;
            return false;
        }

        if (_length == _frame.Length)
        {
            _isDropped = true;
            Dropped++;
            return false;
        }

        _frame[_length++] = _isEscaped ? Unescape(octet) : octet;
        _isEscaped = false;
        return false;
    }

    private static byte Unescape(byte octet) => octet switch
    {
        KissFrame.EscapedEnd => KissFrame.End,
        KissFrame.EscapedEscape => KissFrame.Escape,
        _ => octet,
    };
}
