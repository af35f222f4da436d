using System.Buffers.Binary;

namespace Farlink.Keys.Atecc608;

/// <summary>
/// The configuration zone (ATECC608 data sheet, "Configuration Zone"): what the chip is, and what each slot may do. And the
/// configuration that Farlink gives a blank chip.
/// </summary>
public static class AteccConfig
{
    /// <summary>The slot for TLS: signs, and nothing else.</summary>
    public const int SigningSlot = 0;

    /// <summary>The slot for sessions of paired ends: agrees, and does not sign.</summary>
    public const int AgreementSlot = 2;

    internal const int SlotConfigAt = 20;
    internal const int KeyConfigAt = 96;
    private const int LockDataAt = 86;
    private const int LockConfigAt = 87;
    private const int SlotLockedAt = 88;
    private const int AddressAt = 16;
    private const int Slots = 16;
    private const byte Unlocked = 0x55;

    // SlotConfig of a private key (data sheet, "SlotConfig", ReadKey for ECC private keys): bit 0 signs external digests, bit 1
    // signs internal ones, bit 2 agrees, bit 3 hands the result to the next slot. 0x80: secret. WriteConfig 0x2_: GenKey may make
    // a new key while the slot is not locked, and PrivWrite is forbidden.
    private const ushort SignsOnly = 0x2081;
    private const ushort AgreesOnly = 0x2084;

    // Data that anybody may read and nobody else uses: 0x0F00 would need a MAC for writing; 0x0000 is written in the clear.
    private const ushort PublicData = 0x0000;

    // KeyConfig (data sheet): 0x01 private, 0x02 public half may be computed, 4 << 2 P-256, 0x20 lockable, 0x40 wants a random
    // nonce; 7 << 2 something else than a key.
    private const ushort P256Key = 0x0033;
    private const ushort NoKey = 0x003C;

    /// <summary>Serial number, nine octets in hexadecimal.</summary>
    public static string Serial(ReadOnlySpan<byte> config) =>
        Convert.ToHexString(config[..4]) + Convert.ToHexString(config.Slice(8, 5));

    /// <summary>Whether the configuration can no longer be changed.</summary>
    public static bool IsConfigLocked(ReadOnlySpan<byte> config) => config[LockConfigAt] != Unlocked;

    /// <summary>Whether data and OTP zones follow the rules of their slots.</summary>
    public static bool IsDataLocked(ReadOnlySpan<byte> config) => config[LockDataAt] != Unlocked;

    /// <summary>Whether one slot is locked by itself.</summary>
    public static bool IsSlotLocked(ReadOnlySpan<byte> config, int slot) =>
        ((BinaryPrimitives.ReadUInt16LittleEndian(config[SlotLockedAt..]) >> slot) & 1) == 0;

    /// <summary>What a slot may do, for people.</summary>
    public static string Describe(ReadOnlySpan<byte> config, int slot)
    {
        var slotConfig = SlotConfig(config, slot);
        var keyConfig = KeyConfig(config, slot);
        if ((keyConfig & 0x01) == 0) return (keyConfig >> 2 & 7) == 4 ? "public key" : "data";
        if ((keyConfig >> 2 & 7) != 4) return "private key of another curve";
        List<string> may = [];
        if ((slotConfig & 0x01) != 0) may.Add("signs");
        if ((slotConfig & 0x02) != 0) may.Add("signs what the chip says");
        if ((slotConfig & 0x04) != 0) may.Add((slotConfig & 0x08) == 0 ? "agrees" : $"agrees into slot {slot | 1}");
        if ((slotConfig & 0x2000) != 0 && !IsSlotLocked(config, slot)) may.Add("may get a new key");
        return $"private key, P-256: {(may.Count == 0 ? "may do nothing" : string.Join(", ", may))}";
    }

    /// <summary>Whether a slot has a P-256 key that signs, and that does not agree.</summary>
    public static bool Signs(ReadOnlySpan<byte> config, int slot) =>
        IsKey(config, slot) && (SlotConfig(config, slot) & 0x05) == 0x01;

    /// <summary>Whether a slot has a P-256 key that agrees in the clear, and that does not sign.</summary>
    public static bool Agrees(ReadOnlySpan<byte> config, int slot) =>
        IsKey(config, slot) && (SlotConfig(config, slot) & 0x0F) == 0x04;

    /// <summary>
    /// What a blank chip becomes: slot 0 signs for TLS, slot 2 agrees for sessions, all others hold data in the clear. Octets
    /// that nobody may write, and its address, stay.
    /// </summary>
    /// <param name="config">The chip's own, 128 octets.</param>
    public static byte[] ForTls(ReadOnlySpan<byte> config)
    {
        var wanted = config.ToArray();
        for (var slot = 0; slot < Slots; slot++)
        {
            var (slotConfig, keyConfig) = slot switch
            {
                SigningSlot => (SignsOnly, P256Key),
                AgreementSlot => (AgreesOnly, P256Key),
                _ => (PublicData, NoKey),
            };
            BinaryPrimitives.WriteUInt16LittleEndian(wanted.AsSpan(SlotConfigAt + (2 * slot)), slotConfig);
            BinaryPrimitives.WriteUInt16LittleEndian(wanted.AsSpan(KeyConfigAt + (2 * slot)), keyConfig);
        }

        return wanted;
    }

    /// <summary>Where two configurations differ: offsets of words of four octets.</summary>
    public static IReadOnlyList<int> Differences(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        List<int> words = [];
        for (var at = AddressAt; at < Atecc608Chip.ConfigSize; at += 4)
            if (!one.Slice(at, 4).SequenceEqual(other.Slice(at, 4))) words.Add(at);
        return words;
    }

    private static bool IsKey(ReadOnlySpan<byte> config, int slot) => (KeyConfig(config, slot) & 0x1D) == 0x11;

    private static ushort SlotConfig(ReadOnlySpan<byte> config, int slot) =>
        BinaryPrimitives.ReadUInt16LittleEndian(config[(SlotConfigAt + (2 * slot))..]);

    private static ushort KeyConfig(ReadOnlySpan<byte> config, int slot) =>
        BinaryPrimitives.ReadUInt16LittleEndian(config[(KeyConfigAt + (2 * slot))..]);
}
