using System.Security.Cryptography;
using Farlink.Simulation.Elements;

namespace Farlink.Simulation.Tests.Elements;

/// <summary>A chip on a fake clock, and the least that a host must do. Has a CRC of its own, bit by bit as a division.</summary>
internal sealed class AteccBench
{
    public const int Sleep = 0x01, Idle = 0x02;
    public const int SignatureOctets = 64, PublicKeyOctets = 64, SecretOctets = 32;

    /// <summary>Parameter 2 for the key in TempKey.</summary>
    public const int TempKey = 0xFFFF;

    private const int CommandWord = 0x03;
    private const int MostPolls = 4_000;

    public AteccBench(
        Atecc608ModelOptions? options = null, int seed = 1, NanosecondTime? time = null, Action<Span<byte>>? random = null)
    {
        Time = time ?? new NanosecondTime();
        Chip = new Atecc608Model(Time, options ?? new Atecc608ModelOptions(), random ?? new Random(seed).NextBytes);
        Address = Chip.Address;
    }

    public NanosecondTime Time { get; }

    public Atecc608Model Chip { get; }

    public int Address { get; set; }

    public static AteccBench Of(Atecc608Start start) => new(new Atecc608ModelOptions { Start = start });

    public static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    public static byte[] Repeat(string hex, int times) => Hex(string.Concat(Enumerable.Repeat(hex, times)));

    public static byte[] Counting(int from, int octets) => [.. Enumerable.Range(from, octets).Select(value => (byte)value)];

    public static byte[] Crc(ReadOnlySpan<byte> octets)
    {
        uint register = 0;
        foreach (var octet in octets)
        {
            for (var bit = 1; bit < 0x100; bit <<= 1)
            {
                register ^= (octet & bit) != 0 ? 0x8000u : 0;
                register = (register & 0x8000) != 0 ? ((register << 1) ^ 0x18005) : register << 1;
            }
        }

        return [(byte)register, (byte)(register >> 8)];
    }

    public static byte[] Packet(int opcode, int mode = 0, int parameter = 0, byte[]? data = null)
    {
        byte[] body =
        [
            (byte)(7 + (data?.Length ?? 0)), checked((byte)opcode), checked((byte)mode), (byte)parameter,
            checked((byte)(parameter >> 8)), .. data ?? [],
        ];
        return [.. body, .. Crc(body)];
    }

    /// <summary>Parameter 2 of Read and Write for a word or block of a slot.</summary>
    public static int BlockOf(int slot, int block = 0, int word = 0) => (slot << 3) | (block << 8) | word;

    /// <summary>The status of a response; success if it is data of the length that the command gives.</summary>
    public static int Outcome(byte[] payload, int octets) =>
        payload.Length == octets ? Status.Success : Assert.Single(payload);

    public void Advance(double milliseconds) => Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>To one nanosecond before a moment; <see cref="Tick"/> goes there.</summary>
    public void AdvanceToJustBefore(double milliseconds)
    {
        Advance(milliseconds);
        Time.AdvanceNanoseconds(-1);
    }

    public void Tick() => Time.AdvanceNanoseconds(1);

    public bool Pulse() => Chip.Write(Atecc608Model.GeneralCall, [0x00]);

    public bool Word(int word) => Chip.Write(Address, [(byte)word]);

    /// <summary>Whether its address is acknowledged.</summary>
    public bool Probe() => Chip.Write(Address, []);

    /// <summary>Null if refused.</summary>
    public byte[]? Get(int octets)
    {
        var read = new byte[octets];
        return Chip.Read(Address, read) ? read : null;
    }

    /// <summary>The answer to a pulse; null if there is none.</summary>
    public byte[]? Wake()
    {
        Pulse();
        Advance(1.5);
        return Get(4);
    }

    /// <summary>Idle and wake: the watchdog starts anew, the buffers stay.</summary>
    public byte[]? WakeAnew()
    {
        Word(Idle);
        return Wake();
    }

    public bool Send(int opcode, int mode = 0, int parameter = 0, byte[]? data = null) =>
        SendOctets(Packet(opcode, mode, parameter, data));

    public bool SendOctets(ReadOnlySpan<byte> octets) => Chip.Write(Address, [CommandWord, .. octets]);

    /// <summary>Polls for a response.</summary>
    /// <exception cref="InvalidDataException">Its check is wrong.</exception>
    public byte[] Response()
    {
        for (var i = 0; i < MostPolls; i++)
        {
            if (Get(1) is { } count)
            {
                byte[] frame = [count[0], .. Get(count[0] - 1)!];
                if (!Crc(frame.AsSpan(..^2)).AsSpan().SequenceEqual(frame.AsSpan(^2..))) throw new InvalidDataException("CRC");
                return frame[1..^2];
            }

            Advance(1);
        }

        throw new TimeoutException();
    }

    /// <summary>Runs a command without waking the chip first.</summary>
    public byte[] RunAwake(int opcode, int mode = 0, int parameter = 0, byte[]? data = null)
    {
        Assert.True(Send(opcode, mode, parameter, data), "the command was not acknowledged");
        return Response();
    }

    public byte[] Run(int opcode, int mode = 0, int parameter = 0, byte[]? data = null)
    {
        WakeAnew();
        return RunAwake(opcode, mode, parameter, data);
    }

    public int StatusOf(int opcode, int mode = 0, int parameter = 0, byte[]? data = null) =>
        Assert.Single(Run(opcode, mode, parameter, data));

    public int StatusAwake(int opcode, int mode = 0, int parameter = 0, byte[]? data = null) =>
        Assert.Single(RunAwake(opcode, mode, parameter, data));

    public byte[] Config() =>
    [
        .. Run(Opcode.Read, 0x80, 0), .. Run(Opcode.Read, 0x80, 8), .. Run(Opcode.Read, 0x80, 16), .. Run(Opcode.Read, 0x80, 24),
    ];

    /// <summary>Sets two octets of the configuration.</summary>
    public AteccBench Set(int offset, int value)
    {
        var word = Run(Opcode.Read, 0, offset / 4);
        word[offset % 4] = (byte)value;
        word[(offset % 4) + 1] = (byte)(value >> 8);
        Assert.Equal(Status.Success, StatusOf(Opcode.Write, 0, offset / 4, word));
        return this;
    }

    public AteccBench Slot(int slot, int slotConfig, int keyConfig) =>
        Set(20 + (2 * slot), slotConfig).Set(96 + (2 * slot), keyConfig);

    public AteccBench LockConfig()
    {
        Assert.Equal(Status.Success, StatusOf(Opcode.Lock, 0x80));
        return this;
    }

    public AteccBench LockData()
    {
        Assert.Equal(Status.Success, StatusOf(Opcode.Lock, 0x81));
        return this;
    }

    /// <summary>Makes a private key; returns the public one.</summary>
    public byte[] MakeKey(int slot)
    {
        var key = Run(Opcode.GenKey, 0x04, slot);
        Assert.Equal(PublicKeyOctets, key.Length);
        return key;
    }

    public byte[] PublicKey(int slot) => Run(Opcode.GenKey, 0x00, slot);

    /// <summary>Loads a buffer by a pass-through Nonce: 03 is TempKey, 43 the message digest buffer.</summary>
    public void Load(int mode, byte[] octets) => Assert.Equal(Status.Success, StatusOf(Opcode.Nonce, mode, 0, octets));

    /// <summary>Loads TempKey with random numbers of the chip.</summary>
    /// <returns>What is in TempKey then.</returns>
    public byte[] LoadRandom()
    {
        var input = new byte[20];
        var random = Run(Opcode.Nonce, 0x00, 0, input);
        return SHA256.HashData([.. random, .. input, Opcode.Nonce, 0x00, 0x00]);
    }

    /// <summary>Signs a digest as a driver does it: a new seed, the digest in TempKey, Sign.</summary>
    public byte[] SignDigest(int slot, byte[] digest)
    {
        Run(Opcode.Random);
        Load(0x03, digest);
        return Run(Opcode.Sign, 0x80, slot);
    }

    public void WriteBlock(int slot, byte[] octets, int block = 0) =>
        Assert.Equal(Status.Success, StatusOf(Opcode.Write, 0x82, BlockOf(slot, block), octets));

    public void WritePublicKey(int slot, byte[] publicKey)
    {
        byte[] octets = [.. HostKey.Padded(publicKey), .. new byte[24]];
        for (var block = 0; block < 3; block++) WriteBlock(slot, octets[(32 * block)..(32 * (block + 1))], block);
    }
}
