namespace Farlink.Simulation.Elements;

/// <summary>A buffer in RAM that a host loads and commands use.</summary>
/// <param name="capacity">Octets that it holds.</param>
internal sealed class DigestBuffer(int capacity)
{
    /// <summary>Octets of a digest.</summary>
    public const int ShortLength = 32;

    /// <summary>Octets of a digest and a second value.</summary>
    public const int LongLength = 64;

    private readonly byte[] _octets = new byte[capacity];

    /// <summary>Whether it was loaded and not used up.</summary>
    public bool IsValid { get; private set; }

    /// <summary>The first 32 octets.</summary>
    public ReadOnlySpan<byte> First => _octets.AsSpan(0, ShortLength);

    /// <summary>Loads it; what is not given is zero.</summary>
    public void Load(ReadOnlySpan<byte> octets)
    {
        Clear();
        octets.CopyTo(_octets);
        IsValid = true;
    }

    /// <summary>Forgets it.</summary>
    public void Clear()
    {
        Array.Clear(_octets);
        IsValid = false;
    }
}
