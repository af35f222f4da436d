using System.Buffers.Binary;
using System.Device.I2c;

namespace Farlink.Keys.Atecc608;

/// <summary>
/// Packets to and from the chip over I2C: wakes it, sends a command, waits until it answers, and checks the answer. Not safe for
/// several threads.
/// </summary>
internal sealed class AteccWire : IDisposable
{
    /// <summary>Tries of one command before it is given up.</summary>
    public const int MostTries = 4;

    private const byte WordSleep = 0x01, WordIdle = 0x02, WordCommand = 0x03;
    private const int PacketOverhead = 7;
    private const int StatusLength = 4;
    private const int LongestAnswer = 75;

    // Data sheet, "AC Parameters": tWHI 1.5 ms.
    private static readonly TimeSpan WakeDelay = TimeSpan.FromMicroseconds(1_500);
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(2);

    // A self-test of everything at the slowest clock takes 2,324 ms; nothing takes longer.
    private static readonly TimeSpan LongestExecution = TimeSpan.FromMilliseconds(2_600);

    // From the wake pulse the chip stays up 1.3 s at most, 0.7 s at least (data sheet, tWATCHDOG).
    private static readonly TimeSpan SafelyAwake = TimeSpan.FromMilliseconds(700);

    private static readonly byte[] WakeAnswer = [0x04, 0x11, 0x33, 0x43];

    private readonly I2cDevice _chip;
    private readonly I2cDevice _everyone;
    private readonly AteccClock _clock;
    private long? _wokenAt;

    /// <summary>Takes over two devices of one bus.</summary>
    /// <param name="chip">At the chip's address.</param>
    /// <param name="everyone">At address 0, the general call.</param>
    /// <param name="clock">Time.</param>
    public AteccWire(I2cDevice chip, I2cDevice everyone, AteccClock clock)
    {
        _chip = chip;
        _everyone = everyone;
        _clock = clock;
    }

    /// <summary>
    /// Runs a sequence of commands from the beginning; if the bus damages something, or the watchdog cuts it off, runs it again,
    /// up to <see cref="MostTries"/> times and not for long: a chip that says nothing any more must not keep those who wait.
    /// What a sequence needs of the chip's buffers it loads itself.
    /// </summary>
    /// <exception cref="AteccException">The chip does not answer, or refuses.</exception>
    public T Repeat<T>(Func<T> sequence)
    {
        var start = _clock.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return sequence();
            }
            catch (AteccException failure) when (failure.IsPassing && attempt < MostTries
                && _clock.Time.GetElapsedTime(start) < LongestExecution)
            {
                Sleep();
                _clock.Wait(Poll);
            }
        }
    }

    /// <summary>Sends a command and returns the data of its answer; a status is an exception unless it is 0.</summary>
    /// <exception cref="AteccException">The chip does not answer, or refuses.</exception>
    public byte[] Execute(AteccOpcode opcode, byte parameter1 = 0, int parameter2 = 0, params ReadOnlySpan<byte> data)
    {
        Wake();
        byte[] answer;
        try
        {
            _chip.Write(Packet(opcode, parameter1, (ushort)parameter2, data));
            answer = Answer(opcode);
        }
        catch (IOException silent)
        {
            throw new AteccException($"The chip stopped answering during {opcode}: {silent.Message}", silent);
        }

        var status = (AteccStatus)answer[0];
        return answer.Length > 1 || status == AteccStatus.Success ? answer : throw new AteccException(opcode, status);
    }

    /// <summary>Puts it to rest with its buffers kept.</summary>
    public void Idle() => Rest(WordIdle);

    /// <summary>Puts it to sleep: its buffers are empty afterwards.</summary>
    public void Sleep() => Rest(WordSleep);

    /// <summary>Whether a chip answers at all.</summary>
    public bool IsThere()
    {
        try
        {
            Wake();
            return true;
        }
        catch (AteccException)
        {
            return false;
        }
    }

    /// <summary>Ends the chip's work, and closes both devices.</summary>
    public void Dispose()
    {
        Sleep();
        _chip.Dispose();
        _everyone.Dispose();
    }

    /// <summary>
    /// Makes sure that it is awake and stays so long enough. A pulse while it is awake does not restart its watchdog, so it rests
    /// first; its buffers stay.
    /// </summary>
    private void Wake()
    {
        if (_wokenAt is { } since)
        {
            if (_clock.Time.GetElapsedTime(since) < SafelyAwake) return;
            Idle();
        }

        Span<byte> answer = stackalloc byte[StatusLength];
        AteccException? last = null;
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var stamp = _clock.Time.GetTimestamp();
            try
            {
                // Zeros at 100 kHz or slower hold SDA low for 60 us and more. Nobody acknowledges them.
                _everyone.Write([0x00]);
            }
            catch (IOException)
            {
                // As expected.
            }

            _clock.Wait(WakeDelay);
            try
            {
                _chip.Read(answer);
                if (answer.SequenceEqual(WakeAnswer))
                {
                    _wokenAt = stamp;
                    return;
                }

                if (answer[1] == (byte)AteccStatus.SelfTestFailed && IsWhole(answer))
                    throw new AteccException(AteccOpcode.SelfTest, AteccStatus.SelfTestFailed);
                last = new AteccException($"The chip answers its wake pulse with {Convert.ToHexString(answer)}, not 04113343.");
            }
            catch (IOException silent)
            {
                last = new AteccException(
                    "No chip answers. Is it wired and powered, is this its bus and address, and does the bus run at 100 kHz or "
                    + $"slower (dtparam=i2c_arm_baudrate=100000)? {silent.Message}", silent);
            }

            // It may be awake from before, in the middle of something: begin again from sleep.
            Rest(WordSleep);
            _clock.Wait(Poll);
        }

        throw last!;
    }

    private void Rest(byte word)
    {
        _wokenAt = null;
        try
        {
            _chip.Write([word]);
        }
        catch (IOException)
        {
            // It sleeps already.
        }
    }

    /// <summary>Polls until it answers: it does not acknowledge while it computes.</summary>
    private byte[] Answer(AteccOpcode opcode)
    {
        var start = _clock.Time.GetTimestamp();
        _clock.Wait(FirstPoll);
        Span<byte> answer = stackalloc byte[LongestAnswer];
        while (true)
        {
            try
            {
                _chip.Read(answer[..1]);
                break;
            }
            catch (IOException) when (_clock.Time.GetElapsedTime(start) < LongestExecution)
            {
                _clock.Wait(Poll);
            }
        }

        int length = answer[0];
        if (length is < StatusLength or > LongestAnswer) throw Damaged(opcode, $"{length} octets announced");
        _chip.Read(answer[1..length]);
        if (!IsWhole(answer[..length])) throw Damaged(opcode, "its CRC is wrong");
        return answer[1..(length - 2)].ToArray();
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer) =>
        AteccCrc.Of(answer[..^2]) == BinaryPrimitives.ReadUInt16LittleEndian(answer[^2..]);

    private static byte[] Packet(AteccOpcode opcode, byte parameter1, ushort parameter2, ReadOnlySpan<byte> data)
    {
        var packet = new byte[1 + PacketOverhead + data.Length];
        packet[0] = WordCommand;
        packet[1] = (byte)(PacketOverhead + data.Length);
        packet[2] = (byte)opcode;
        packet[3] = parameter1;
        BinaryPrimitives.WriteUInt16LittleEndian(packet.AsSpan(4), parameter2);
        data.CopyTo(packet.AsSpan(6));
        var crc = AteccCrc.Of(packet.AsSpan(1, packet.Length - 3));
        BinaryPrimitives.WriteUInt16LittleEndian(packet.AsSpan(packet.Length - 2), crc);
        return packet;
    }

    private static AteccException Damaged(AteccOpcode opcode, string how) =>
        new($"The answer to {opcode} was damaged on the bus: {how}. Are the wires long, or the pull-ups weak?");
}
