namespace Farlink.Simulation.Elements;

/// <summary>
/// The chip's main buffer in RAM, of 64 octets and flags that say where they came from. Commands use the first 32 octets.
/// </summary>
internal sealed class TempKey
{
    private const int KeyIdMask = 0x0F, SourceBit = 0x10, GenKeyBit = 0x40;
    private readonly DigestBuffer _octets = new(DigestBuffer.LongLength);
    private int _slot;

    /// <summary>Whether it may be used as digest, challenge or message.</summary>
    public bool IsValid => _octets.IsValid && !HoldsPrivateKey;

    /// <summary>Whether it holds a private key, which only ECDH may use.</summary>
    public bool HoldsPrivateKey { get; private set; }

    /// <summary>Whether the chip's random numbers went into it (SourceFlag 0), not only the host's input (1).</summary>
    public bool IsRandom { get; private set; }

    /// <summary>Whether GenKey made it as the digest of a public key.</summary>
    public bool IsKeyDigest { get; private set; }

    /// <summary>The slot of that public key.</summary>
    public int Slot => _slot;

    /// <summary>
    /// The flags as Info and Sign give them: the slot in bits 0 to 3, SourceFlag in 4, GenDigData in 5 (never), GenKeyData in 6,
    /// NoMacFlag in 7 (never).
    /// </summary>
    public byte Flags =>
        (byte)((_slot & KeyIdMask) | (_octets.IsValid && !IsRandom ? SourceBit : 0) | (IsKeyDigest ? GenKeyBit : 0));

    /// <summary>The first 32 octets.</summary>
    public ReadOnlySpan<byte> First => _octets.First;

    /// <summary>Loads it.</summary>
    /// <param name="octets">32 or 64 octets.</param>
    /// <param name="isRandom">Whether random numbers of the chip went into them.</param>
    public void Load(ReadOnlySpan<byte> octets, bool isRandom)
    {
        Clear();
        _octets.Load(octets);
        IsRandom = isRandom;
    }

    /// <summary>Loads it with the digest of a public key; where it came from stays.</summary>
    public void LoadKeyDigest(ReadOnlySpan<byte> digest, int slot)
    {
        Load(digest, IsRandom);
        IsKeyDigest = true;
        _slot = slot;
    }

    /// <summary>Loads it with a private key.</summary>
    public void LoadPrivateKey(ReadOnlySpan<byte> key)
    {
        Load(key, isRandom: true);
        HoldsPrivateKey = true;
    }

    /// <summary>Forgets it.</summary>
    public void Clear()
    {
        _octets.Clear();
        (HoldsPrivateKey, IsRandom, IsKeyDigest, _slot) = (false, false, false, 0);
    }
}
