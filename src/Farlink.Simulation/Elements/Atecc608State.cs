namespace Farlink.Simulation.Elements;

/// <summary>All that is in a chip but its wires and its clock: what it keeps for ever, and what sleep takes away.</summary>
internal sealed class Atecc608State
{
    private readonly Action<Span<byte>> _random;

    private static ReadOnlySpan<byte> OpenPattern =>
    [
        0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0,
        0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0,
    ];

    /// <summary>Makes a chip as it leaves the factory.</summary>
    /// <param name="options">Which.</param>
    /// <param name="random">Fills octets with random numbers.</param>
    /// <exception cref="ArgumentException">A value of the options is out of range.</exception>
    public Atecc608State(Atecc608ModelOptions options, Action<Span<byte>> random)
    {
        _random = random;
        Faults = options.Faults;
        NeedsSeed = options.SignNeedsSeed;
        Config = FactoryConfig.Of(options);
        Otp = FactoryConfig.Otp(options.Start);
        Data = new DataZone(options.Start == Atecc608Start.Blank ? byte.MaxValue : byte.MinValue);
        for (var slot = 0; slot < FactoryConfig.KeyCount(options.Start); slot++) MakeKey(slot);
        foreach (var (slot, octets) in options.Slots) Preload(slot, octets.Span);
    }

    /// <summary>The configuration.</summary>
    public ConfigZone Config { get; }

    /// <summary>The slots.</summary>
    public DataZone Data { get; }

    /// <summary>The OTP zone, 64 octets.</summary>
    public byte[] Otp { get; }

    /// <summary>The main buffer.</summary>
    public TempKey TempKey { get; } = new();

    /// <summary>The message digest buffer.</summary>
    public DigestBuffer MessageDigest { get; } = new(DigestBuffer.LongLength);

    /// <summary>The alternate key buffer; nothing that is modelled reads it.</summary>
    public DigestBuffer AlternateKey { get; } = new(DigestBuffer.ShortLength);

    /// <summary>A hash that was begun.</summary>
    public ShaContext? Sha { get; set; }

    /// <summary>Whether the random number generator took a new seed since the chip slept.</summary>
    public bool HasFreshSeed { get; set; }

    /// <summary>Whether Sign asks for a new seed where a slot wants a random nonce.</summary>
    public bool NeedsSeed { get; }

    /// <summary>Self tests that failed since the chip woke.</summary>
    public Atecc608SelfTests FailedTests { get; set; }

    /// <summary>What goes wrong, and how often still.</summary>
    public Atecc608Faults Faults { get; set; }

    /// <summary>Knows every private key that the chip ever held.</summary>
    public PrivateKeyWitness Witness { get; } = new();

    /// <summary>
    /// 32 random octets; before the configuration is locked, FF FF 00 00 again and again, so that nobody relies on them.
    /// </summary>
    public byte[] Random()
    {
        var octets = new byte[Curve.NumberLength];
        if (Config.IsLocked) _random(octets);
        else OpenPattern.CopyTo(octets);
        return octets;
    }

    /// <summary>A random number that may be a private key; remembered if it is.</summary>
    /// <returns>Null once in 2^32, as in the real chip.</returns>
    public byte[]? RandomKey()
    {
        var key = new byte[Curve.NumberLength];
        _random(key);
        if (!Curve.IsPrivateKey(key)) return null;
        Witness.Note(key);
        return key;
    }

    /// <summary>Sleep, the watchdog or power fail: what is in RAM is gone.</summary>
    public void ForgetVolatile()
    {
        TempKey.Clear();
        MessageDigest.Clear();
        AlternateKey.Clear();
        HasFreshSeed = false;
        ForgetSinceWake();
    }

    /// <summary>It wakes: a hash that was begun is gone even after idle, and failed self tests are forgotten.</summary>
    public void ForgetSinceWake()
    {
        Sha = null;
        FailedTests = Atecc608SelfTests.None;
    }

    private void MakeKey(int slot)
    {
        // The factory tries again; a source that never gives a usable number is a fault of the test.
        var key = RandomKey() ?? RandomKey()
            ?? throw new ArgumentException("The source of random numbers twice gave none that can be a private key.");
        Data.SetPrivateKey(slot, key);
    }

    private void Preload(int slot, ReadOnlySpan<byte> octets)
    {
        if (slot is < 0 or >= ConfigZone.SlotCount) throw new ArgumentException($"There is no slot {slot}; they are 0 to 15.");
        if (!Config.Key(slot).IsPrivate)
        {
            if (octets.Length > DataZone.Size(slot))
                throw new ArgumentException($"Slot {slot} holds {DataZone.Size(slot)} octets, not {octets.Length}.");
            octets.CopyTo(Data[slot]);
            return;
        }

        if (octets.Length != Curve.NumberLength || !Curve.IsPrivateKey(octets))
            throw new ArgumentException($"Slot {slot} takes a private key of P-256: 32 octets, 1 to the order less 1.");
        Witness.Note(octets);
        Data.SetPrivateKey(slot, octets);
    }
}
