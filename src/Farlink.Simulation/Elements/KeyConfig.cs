namespace Farlink.Simulation.Elements;

/// <summary>What a slot holds: two octets of the configuration, low one first (508A data sheet, "KeyConfig").</summary>
/// <param name="Value">The 16 bits.</param>
internal readonly record struct KeyConfig(ushort Value)
{
    private const int Private = 0x01, Public = 0x02, Lockable = 0x20, Random = 0x40, Authorized = 0x80;
    private const int TypeShift = 2, TypeMask = 7, TypeP256 = 4, TypeOther = 7;

    /// <summary>It holds a private key of the curve: only GenKey, Sign, ECDH and PrivWrite touch it.</summary>
    public bool IsPrivate => Has(Private);

    /// <summary>Of a private key: its public key may be asked for. Of a public key: it must have been validated.</summary>
    public bool HasPublicInfo => Has(Public);

    /// <summary>KeyType 4: a key of P-256.</summary>
    public bool IsP256 => Type == TypeP256;

    /// <summary>KeyType 7: no key of a curve; data, or a key for HMAC.</summary>
    public bool IsOther => Type == TypeOther;

    /// <summary>It can be locked by itself.</summary>
    public bool IsLockable => Has(Lockable);

    /// <summary>It wants a random nonce.</summary>
    public bool RequiresRandom => Has(Random);

    /// <summary>It wants another key to authorize its use, which the model cannot do.</summary>
    public bool RequiresAuthorization => Has(Authorized);

    private int Type => (Value >> TypeShift) & TypeMask;

    private bool Has(int bit) => (Value & bit) != 0;
}
