namespace Farlink.Simulation.Elements;

/// <summary>The slots: 36 octets each of 0 to 7, 416 of 8, 72 each of 9 to 15.</summary>
internal sealed class DataZone
{
    private const int KeyPadding = 4, PointHalf = 36;
    private const byte ValidKey = 0x50, ValidityMask = 0xF0;
    private readonly byte[][] _slots = [.. Enumerable.Range(0, ConfigZone.SlotCount).Select(slot => new byte[Size(slot)])];

    /// <summary>Fills all slots.</summary>
    /// <param name="filler">What each octet is.</param>
    public DataZone(byte filler)
    {
        foreach (var slot in _slots) Array.Fill(slot, filler);
    }

    /// <summary>The octets of a slot.</summary>
    public Span<byte> this[int slot] => _slots[slot];

    /// <summary>Octets of a slot.</summary>
    public static int Size(int slot) => slot switch
    {
        < 8 => 36,
        8 => 416,
        _ => 72,
    };

    /// <summary>The private key in a slot; octets of no meaning if none was put there.</summary>
    public ReadOnlySpan<byte> PrivateKey(int slot) => this[slot].Slice(KeyPadding, Curve.NumberLength);

    /// <summary>Puts a private key into a slot: four octets of zero and the key.</summary>
    public void SetPrivateKey(int slot, ReadOnlySpan<byte> key)
    {
        this[slot].Clear();
        key.CopyTo(this[slot][KeyPadding..]);
    }

    /// <summary>The public key in a slot of 72 octets or more: twice four octets of padding and a coordinate.</summary>
    /// <returns>X and Y; null if the slot is too small.</returns>
    public byte[]? PublicKey(int slot) => this[slot].Length < 2 * PointHalf ? null :
    [
        .. this[slot].Slice(KeyPadding, Curve.NumberLength), .. this[slot].Slice(PointHalf + KeyPadding, Curve.NumberLength),
    ];

    /// <summary>Whether the first nibble of a public key says that it was validated.</summary>
    public bool IsValidated(int slot) => (this[slot][0] & ValidityMask) == ValidKey;

    /// <summary>All octets in the order of the slots, as Lock checks them.</summary>
    public byte[] ToArray() => [.. _slots.SelectMany(slot => slot)];
}
