using System.Buffers.Binary;
using System.Device.I2c;

namespace Farlink.Keys.Atecc608;

/// <summary>
/// The commands of an ATECC608A or B (Microchip), each as one call: octets in, octets out, an <see cref="AteccException"/> where
/// the chip refuses. Between calls the chip sleeps, so any thread and any program may call: they take turns.
/// </summary>
public sealed class Atecc608Chip : IDisposable
{
    /// <summary>Octets of the configuration zone.</summary>
    public const int ConfigSize = 128;

    /// <summary>Octets of a point, a signature: two coordinates.</summary>
    public const int PairSize = 64;

    /// <summary>Octets of a digest, a random number, a shared secret.</summary>
    public const int BlockSize = 32;

    private const int WordSize = 4;
    private const byte Long = 0x80;
    private const byte DataZone = 0x02;
    private const byte MessageDigestBuffer = 0x20;
    private readonly AteccWire _wire;
    private readonly ChipTurns _turns;

    private Atecc608Chip(AteccWire wire, int address, ChipTurns turns)
    {
        _wire = wire;
        _turns = turns;
        Address = address;
    }

    /// <summary>Its address of seven bits.</summary>
    public int Address { get; }

    /// <summary>Opens a chip; nothing is sent yet.</summary>
    /// <param name="bus">The bus; the caller's.</param>
    /// <param name="address">Seven bits: 0x60 blank, 0x35 Trust&amp;GO, 0x36 TrustFLEX.</param>
    /// <param name="clock">Time.</param>
    /// <param name="turns">
    /// Taken for each call; whoever opens the same chip gives the same. Between calls the chip sleeps, so nothing of one caller's
    /// is left for the other. Default: of its own.
    /// </param>
    public static Atecc608Chip Open(I2cBus bus, int address, AteccClock clock, ChipTurns? turns = null)
    {
        ArgumentNullException.ThrowIfNull(bus);
        var wire = new AteccWire(bus.CreateDevice(address), bus.CreateDevice(0), clock);
        return new Atecc608Chip(wire, address, turns ?? new ChipTurns());
    }

    /// <summary>Whether it answers a wake pulse.</summary>
    public bool IsThere()
    {
        return _turns.Take(isUrgent: false, () =>
        {
            var isThere = _wire.IsThere();
            _wire.Sleep();
            return isThere;
        });
    }

    /// <summary>Revision, 4 octets: 00 00 60 02 is a 608A, 00 00 60 03 a 608B.</summary>
    public byte[] Revision() => Run(() => _wire.Execute(AteccOpcode.Info));

    /// <summary>Whether the key in a slot can be used: not empty, and on the curve.</summary>
    public bool IsKeyValid(int slot) => Run(() => _wire.Execute(AteccOpcode.Info, 1, slot)[0] != 0);

    /// <summary>32 random octets. Before the configuration is locked they are FF FF 00 00 again and again.</summary>
    public byte[] Random() => Sized(BlockSize, Run(() => _wire.Execute(AteccOpcode.Random)));

    /// <summary>Makes a new private key in a slot, over the one there, and returns its public half.</summary>
    public byte[] GenerateKey(int slot) => Sized(PairSize, Run(() => _wire.Execute(AteccOpcode.GenKey, 0x04, slot)));

    /// <summary>The public half of the key in a slot.</summary>
    public byte[] PublicKey(int slot) => Sized(PairSize, Run(() => _wire.Execute(AteccOpcode.GenKey, 0x00, slot)));

    /// <summary>Signs a digest: r || s.</summary>
    /// <param name="slot">Whose key.</param>
    /// <param name="digest">32 octets.</param>
    public byte[] Sign(int slot, ReadOnlySpan<byte> digest)
    {
        var octets = Block(digest, nameof(digest));
        return Sized(PairSize, Run(() =>
        {
            // A slot may want fresh random numbers for its nonce; a chip that does not need them loses 23 ms.
            _wire.Execute(AteccOpcode.Random);
            LoadDigest(octets);
            return _wire.Execute(AteccOpcode.Sign, 0x80 | MessageDigestBuffer, slot);
        }));
    }

    /// <summary>Whether a signature of a digest is by the holder of a public key.</summary>
    /// <param name="digest">32 octets.</param>
    /// <param name="signature">r || s, 64 octets.</param>
    /// <param name="publicKey">x || y, 64 octets.</param>
    public bool Verify(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKey)
    {
        const byte external = 0x02;
        const int p256 = 0x0004;
        var octets = Block(digest, nameof(digest));
        byte[] both = [.. signature, .. publicKey];
        if (both.Length != 2 * PairSize) throw new ArgumentException("A signature and a public key have 64 octets each.");
        try
        {
            Run(() =>
            {
                LoadDigest(octets);
                return _wire.Execute(AteccOpcode.Verify, external | MessageDigestBuffer, p256, both);
            });
            return true;
        }
        catch (AteccException wrong) when (wrong.Status == AteccStatus.Miscompare)
        {
            return false;
        }
    }

    /// <summary>
    /// ECDH of the key in a slot with a public key: the x of the shared point. The caller wipes it. It goes before all else that
    /// waits for the chip: the link needs it, and only the link.
    /// </summary>
    /// <param name="slot">Whose key.</param>
    /// <param name="peer">x || y, 64 octets; the caller has checked that it is on the curve.</param>
    public byte[] Agree(int slot, ReadOnlySpan<byte> peer)
    {
        const byte outputInTheClear = 0x0C;
        var octets = peer.ToArray();
        return Sized(
            BlockSize, Run(() => _wire.Execute(AteccOpcode.Ecdh, outputInTheClear, slot, octets), isUrgent: true));
    }

    /// <summary>The configuration zone, 128 octets.</summary>
    public byte[] ReadConfig() => Run(() =>
    {
        var config = new byte[ConfigSize];
        for (var block = 0; block < ConfigSize / BlockSize; block++)
            _wire.Execute(AteccOpcode.Read, Long, block << 3).CopyTo(config, block * BlockSize);
        return config;
    });

    /// <summary>Writes four octets of the configuration zone.</summary>
    /// <param name="at">Where, a multiple of 4; not below 16, and not 84 to 87.</param>
    /// <param name="word">Four octets.</param>
    public void WriteConfig(int at, ReadOnlySpan<byte> word)
    {
        var octets = word.ToArray();
        var address = ((at / BlockSize) << 3) | (at % BlockSize / WordSize);
        Run(() => _wire.Execute(AteccOpcode.Write, 0x00, address, octets));
    }

    /// <summary>Reads 32 octets of a slot.</summary>
    public byte[] ReadSlot(int slot, int block) =>
        Run(() => _wire.Execute(AteccOpcode.Read, Long | DataZone, (slot << 3) | (block << 8)));

    /// <summary>Writes 32 octets of a slot.</summary>
    public void WriteSlot(int slot, int block, ReadOnlySpan<byte> content)
    {
        var octets = Block(content, nameof(content));
        Run(() => _wire.Execute(AteccOpcode.Write, Long | DataZone, (slot << 3) | (block << 8), octets));
    }

    /// <summary>Writes a private key into a slot, in the clear. Only to show that a chip refuses it.</summary>
    public void WritePrivateKey(int slot, ReadOnlySpan<byte> key)
    {
        // Four zero octets, then the scalar (data sheet, "PrivWrite Command").
        byte[] octets = [0, 0, 0, 0, .. key];
        Run(() => _wire.Execute(AteccOpcode.PrivWrite, 0x00, slot, octets));
    }

    /// <summary>Locks the configuration zone for ever, if it is what the caller believes.</summary>
    /// <param name="expected">All 128 octets; the chip compares their CRC.</param>
    public void LockConfig(ReadOnlySpan<byte> expected)
    {
        var crc = AteccCrc.Of(expected);
        Once(() => _wire.Execute(AteccOpcode.Lock, 0x00, crc));
    }

    /// <summary>Locks data and OTP zones for ever, whatever is in them.</summary>
    public void LockData() => Once(() => _wire.Execute(AteccOpcode.Lock, Long | 0x01));

    /// <summary>Locks one slot for ever, if its KeyConfig allows it.</summary>
    public void LockSlot(int slot) => Once(() => _wire.Execute(AteccOpcode.Lock, (byte)((slot << 2) | 0x02)));

    /// <summary>One of the two counters, 0 to 2,097,151.</summary>
    public uint ReadCounter(int counter) =>
        Run(() => BinaryPrimitives.ReadUInt32LittleEndian(_wire.Execute(AteccOpcode.Counter, 0, counter)));

    /// <summary>Adds one to a counter, and returns it. Not tried again if the bus fails: it may have counted.</summary>
    public uint IncrementCounter(int counter) =>
        BinaryPrimitives.ReadUInt32LittleEndian(Once(() => _wire.Execute(AteccOpcode.Counter, 1, counter)));

    /// <summary>SHA-256 by the chip.</summary>
    public byte[] Hash(ReadOnlySpan<byte> text)
    {
        const int blockSize = 64;
        const byte start = 0, update = 1, end = 2;
        var octets = text.ToArray();
        return Run(() =>
        {
            _wire.Execute(AteccOpcode.Sha, start);
            var at = 0;
            for (; octets.Length - at >= blockSize; at += blockSize)
                _wire.Execute(AteccOpcode.Sha, update, blockSize, octets.AsSpan(at, blockSize));
            return _wire.Execute(AteccOpcode.Sha, end, octets.Length - at, octets.AsSpan(at));
        });
    }

    /// <summary>Tests the chip's engines; the bits of those that failed: 01 random, 02 ECDSA, 08 ECDH, 10 AES, 20 SHA.</summary>
    public byte SelfTest()
    {
        const byte everything = 0x3B;
        try
        {
            return Run(() => _wire.Execute(AteccOpcode.SelfTest, everything))[0];
        }
        catch (AteccException failed) when (failed.Status is { } bits && ((int)bits & ~everything) == 0)
        {
            return (byte)bits;
        }
    }

    /// <summary>Puts the chip to sleep and closes the devices.</summary>
    public void Dispose()
    {
        // No turn: it only ends what is this caller's own, and a chip that hangs must not keep it.
        _wire.Dispose();
    }

    private void LoadDigest(byte[] digest)
    {
        const byte passThrough = 0x03, toMessageDigest = 0x40;
        _wire.Execute(AteccOpcode.Nonce, passThrough | toMessageDigest, 0, digest);
    }

    private T Run<T>(Func<T> sequence, bool isUrgent = false) => InTurn(() => _wire.Repeat(sequence), isUrgent);

    private T Once<T>(Func<T> sequence) => InTurn(sequence, isUrgent: false);

    private T InTurn<T>(Func<T> sequence, bool isUrgent) => _turns.Take(isUrgent, () =>
    {
        try
        {
            return sequence();
        }
        finally
        {
            // Digests and shared secrets do not stay in its buffers.
            _wire.Sleep();
        }
    });

    /// <summary>A chip that answers "done" where octets are due keeps them: its slot is configured for something else.</summary>
    private static byte[] Sized(int octets, byte[] answer) => answer.Length == octets ? answer
        : throw new AteccException($"The chip answers {answer.Length} octets, not {octets}: its slot is configured otherwise.");

    private static byte[] Block(ReadOnlySpan<byte> octets, string name) => octets.Length == BlockSize
        ? octets.ToArray() : throw new ArgumentException($"{BlockSize} octets are needed, not {octets.Length}.", name);
}
