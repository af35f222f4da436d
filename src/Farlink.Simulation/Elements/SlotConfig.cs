namespace Farlink.Simulation.Elements;

/// <summary>
/// Who may read, write and use a slot: two octets of the configuration, low one first (508A data sheet, "SlotConfig").
/// </summary>
/// <param name="Value">The 16 bits.</param>
internal readonly record struct SlotConfig(ushort Value)
{
    private const int ExternalSign = 0x0001, InternalSign = 0x0002, Ecdh = 0x0004, EcdhToNext = 0x0008, NoMac = 0x0010;
    private const int Encrypt = 0x0040, Secret = 0x0080, GenKey = 0x2000, PrivWrite = 0x4000;
    private const int WriteShift = 12, WriteAlways = 0, WriteInvalidKey = 1;

    /// <summary>ReadKey of a private key, bit 0: Sign may sign a digest from outside.</summary>
    public bool SignsExternal => Has(ExternalSign);

    /// <summary>ReadKey of a private key, bit 1: Sign may sign a digest that GenKey or GenDig made.</summary>
    public bool SignsInternal => Has(InternalSign);

    /// <summary>ReadKey of a private key, bit 2: ECDH may use it.</summary>
    public bool AllowsEcdh => Has(Ecdh);

    /// <summary>ReadKey of a private key, bit 3: what ECDH finds goes to slot N | 1, not to the host.</summary>
    public bool SendsEcdhToNext => Has(EcdhToNext);

    /// <summary>MAC and HMAC may not use it.</summary>
    public bool RefusesMac => Has(NoMac);

    /// <summary>It is read encrypted, if at all.</summary>
    public bool EncryptsReads => Has(Encrypt);

    /// <summary>It is never read in the clear, and only read and written in blocks.</summary>
    public bool IsSecret => Has(Secret);

    /// <summary>WriteConfig xx1x: GenKey may put a new private key there.</summary>
    public bool AllowsGenKey => Has(GenKey);

    /// <summary>WriteConfig x1xx: PrivWrite may put a private key there.</summary>
    public bool AllowsPrivWrite => Has(PrivWrite);

    /// <summary>WriteConfig 0000 or 0001: Write may write there in the clear.</summary>
    public bool AllowsClearWrite => Value >> WriteShift is WriteAlways or WriteInvalidKey;

    /// <summary>WriteConfig 0001: Write may write there only over a public key that is not valid.</summary>
    public bool WritesOverInvalidOnly => Value >> WriteShift == WriteInvalidKey;

    private bool Has(int bit) => (Value & bit) != 0;
}
