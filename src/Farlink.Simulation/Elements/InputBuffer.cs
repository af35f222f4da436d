namespace Farlink.Simulation.Elements;

/// <summary>
/// Collects a command. A host may send it in pieces, each after word address 3; it is complete when as many octets are there as
/// its first one says.
/// </summary>
internal sealed class InputBuffer
{
    /// <summary>The longest packet that is taken, in octets; a count above it is a broken packet.</summary>
    public const int Capacity = 155;

    private readonly byte[] _octets = new byte[Capacity];
    private int _length;

    /// <summary>Whether a command was begun and is not complete.</summary>
    public bool IsPartial => _length > 0;

    /// <summary>Forgets what came.</summary>
    public void Clear() => _length = 0;

    /// <summary>Takes octets until the packet is complete; those after it are ignored.</summary>
    /// <param name="octets">What the host sends.</param>
    /// <returns>The packet when it is complete, empty if its count cannot be true; else null.</returns>
    public byte[]? Take(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            _octets[_length++] = octet;
            var isImpossible = _octets[0] is < Atecc608Packet.MinimumLength or > Capacity;
            if (!isImpossible && _length < _octets[0]) continue;
            byte[] packet = isImpossible ? [] : _octets[.._length];
            Clear();
            return packet;
        }

        return null;
    }
}
