using System.Buffers.Binary;

namespace Farlink.Simulation.Elements;

/// <summary>The configuration: 128 octets that can always be read and be written until they are locked.</summary>
internal sealed class ConfigZone(byte[] octets)
{
    /// <summary>Octets of it.</summary>
    public const int Length = 128;

    /// <summary>Slots that it describes.</summary>
    public const int SlotCount = 16;

    /// <summary>Octet 84: can be written once, by UpdateExtra; of no effect.</summary>
    public const int UserExtra = 84;

    /// <summary>Octet 85: can be written once, by UpdateExtra; an address if ChipMode says so.</summary>
    public const int UserExtraAdd = 85;

    private const int I2cAddress = 16, ChipMode = 19, SlotConfigs = 20, Counters = 52, LockValue = 86, LockConfig = 87;
    private const int SlotLocked = 88, ChipOptionsHigh = 91, KeyConfigs = 96;
    private const int FirstWritable = 16, WordLength = 4, LockWord = 84;
    private const byte Open = 0x55, Locked = 0x00;
    private const int ExtraIsAddress = 0x01, HasLongWatchdog = 0x04, DividerMask = 0xF8, DividerM1 = 0x28, DividerM2 = 0x68;
    private const int EcdhProtection = 0x03;

    /// <summary>All octets.</summary>
    public Span<byte> Octets => octets;

    /// <summary>Whether it is locked, so that slots can be used.</summary>
    public bool IsLocked => octets[LockConfig] != Open;

    /// <summary>Whether data and OTP are locked, so that the rules of the slots are in force.</summary>
    public bool IsDataLocked => octets[LockValue] != Open;

    /// <summary>Whether ChipOptions.ECDHPROT keeps what ECDH finds from the host's wire.</summary>
    public bool ProtectsEcdh => (octets[ChipOptionsHigh] & EcdhProtection) != 0;

    /// <summary>Whether ChipMode makes the watchdog long.</summary>
    public bool IsWatchdogLong => (octets[ChipMode] & HasLongWatchdog) != 0;

    /// <summary>The address of seven bits that holds from the next sleep on.</summary>
    public int Address =>
        ((octets[ChipMode] & ExtraIsAddress) != 0 && octets[UserExtraAdd] != 0 ? octets[UserExtraAdd] : octets[I2cAddress]) >> 1;

    /// <summary>How fast the core runs.</summary>
    public Atecc608ClockDivider ClockDivider => (octets[ChipMode] & DividerMask) switch
    {
        DividerM1 => Atecc608ClockDivider.M1,
        DividerM2 => Atecc608ClockDivider.M2,
        _ => Atecc608ClockDivider.M0,
    };

    /// <summary>Who may do what with a slot.</summary>
    public SlotConfig Slot(int slot) => new(Word(SlotConfigs + 2 * slot));

    /// <summary>What a slot holds.</summary>
    public KeyConfig Key(int slot) => new(Word(KeyConfigs + 2 * slot));

    /// <summary>The two octets of a slot's SlotConfig, as stored.</summary>
    public ReadOnlySpan<byte> SlotOctets(int slot) => octets.AsSpan(SlotConfigs + 2 * slot, 2);

    /// <summary>The two octets of a slot's KeyConfig, as stored.</summary>
    public ReadOnlySpan<byte> KeyOctets(int slot) => octets.AsSpan(KeyConfigs + 2 * slot, 2);

    /// <summary>A part of the serial number, which is stored in two pieces.</summary>
    /// <param name="range">Of its nine octets.</param>
    public byte[] Serial(Range range) => ((byte[])[.. octets[..4], .. octets[8..13]])[range];

    /// <summary>The eight octets of a counter.</summary>
    public Span<byte> Counter(int counter) =>
        octets.AsSpan(Counters + MonotonicCounter.Length * counter, MonotonicCounter.Length);

    /// <summary>Whether a slot was locked by itself.</summary>
    public bool IsSlotLocked(int slot) => (Word(SlotLocked) & (1 << slot)) == 0;

    /// <summary>Locks a slot for ever.</summary>
    public void LockSlot(int slot) =>
        BinaryPrimitives.WriteUInt16LittleEndian(octets.AsSpan(SlotLocked), (ushort)(Word(SlotLocked) & ~(1 << slot)));

    /// <summary>Locks this zone for ever.</summary>
    public void Lock() => octets[LockConfig] = Locked;

    /// <summary>Locks data and OTP for ever.</summary>
    public void LockData() => octets[LockValue] = Locked;

    /// <summary>
    /// Whether Write may write some octets: not the serial number and what the factory sets (0 to 15), not the extra and the lock
    /// octets (84 to 87).
    /// </summary>
    public static bool IsWritable(int offset, int length) =>
        offset >= FirstWritable && (offset >= LockWord + WordLength || offset + length <= LockWord);

    /// <summary>Sets the address and the speed.</summary>
    public void SetUp(int address, Atecc608ClockDivider divider)
    {
        octets[I2cAddress] = (byte)(address << 1);
        octets[ChipMode] = (byte)((octets[ChipMode] & ~DividerMask) | divider switch
        {
            Atecc608ClockDivider.M1 => DividerM1,
            Atecc608ClockDivider.M2 => DividerM2,
            _ => 0,
        });
    }

    private ushort Word(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(octets.AsSpan(offset));
}
