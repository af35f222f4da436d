namespace Farlink.Simulation.Elements;

/// <summary>What the host can read: one response, from a pointer that each octet read moves on.</summary>
internal sealed class OutputBuffer
{
    private const byte Beyond = 0xFF;

    private byte[] _octets = [];
    private int _pointer;

    /// <summary>Puts a response there, and the pointer to its start.</summary>
    /// <param name="frame">Count to check.</param>
    public void Load(byte[] frame)
    {
        _octets = frame;
        _pointer = 0;
    }

    /// <summary>Back to the start; the response stays.</summary>
    public void Rewind() => _pointer = 0;

    /// <summary>Nothing to read any more.</summary>
    public void Clear() => Load([]);

    /// <summary>Reads on; 0xFF after the end.</summary>
    public void Read(Span<byte> octets)
    {
        foreach (ref var octet in octets) octet = _pointer < _octets.Length ? _octets[_pointer++] : Beyond;
    }

    /// <summary>A response around some octets.</summary>
    /// <param name="payload">A status of one octet, or data.</param>
    /// <returns>Count, payload, check.</returns>
    public static byte[] Frame(ReadOnlySpan<byte> payload)
    {
        var frame = new byte[1 + payload.Length + AteccCrc16.Length];
        frame[0] = (byte)frame.Length;
        payload.CopyTo(frame.AsSpan(1));
        AteccCrc16.Seal(frame);
        return frame;
    }
}
