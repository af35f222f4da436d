using Farlink.Protocol.Units;
using Farlink.Radios.Bus;
using Farlink.Radios.Chips;
using Register = Farlink.Radios.Sx127x.Sx127xRegister;

namespace Farlink.Radios.Sx127x;

/// <summary>SX1276, 77, 78, 79 (RFM95W): LoRa mode, explicit header, continuous receive.</summary>
internal sealed class Sx127xDriver(IChipBus bus, TimeProvider time) : IChipDriver
{
    private const byte ExpectedVersion = 0x12;
    private const byte WriteBit = 0x80;

    /// <summary>DIO0: RxDone, TxDone, CadDone (data sheet table 18).</summary>
    private const byte InterruptOnReceive = 0x00, InterruptOnTransmit = 0x40, InterruptOnActivity = 0x80;

    /// <summary>RegHopChannel: whether the frame's header says that a CRC follows (data sheet 4.1.1.6).</summary>
    private const byte CrcOnPayload = 0x40;

    /// <summary>
    /// RegModemStat: signal detected, synchronized, header valid. Bit 2, RX on-going, is set as long as the receiver is on.
    /// </summary>
    private const byte ReceptionUnderWay = 0x0B;

    /// <summary>RegOpMode shows a mode when the chip is in it, which takes up to the start of its oscillator.</summary>
    private const int ModeReads = 10;

    private const int FrameBufferOctets = 256;

    /// <summary>Reset: low for 100 us, ready 5 ms later (data sheet 7.2.2); timers are no finer than a millisecond.</summary>
    private static readonly TimeSpan ResetLow = TimeSpan.FromMilliseconds(1), ResetWait = TimeSpan.FromMilliseconds(6);

    private static readonly TimeSpan ModeWait = TimeSpan.FromMilliseconds(1);

    private readonly byte[] _buffer = new byte[FrameBufferOctets + 1];
    private RadioSettings _settings = new() { Frequency = new Hertz(0) };

    public string Name => "SX1276";

    public string? Refuse(RadioSettings settings) => Sx127xModem.Refuse(settings);

    public async ValueTask ResetAsync(CancellationToken cancellationToken)
    {
        await bus.SetAsync(ChipLine.Reset, false, cancellationToken);
        await Task.Delay(ResetLow, time, cancellationToken);
        await bus.SetAsync(ChipLine.Reset, true, cancellationToken);
        await Task.Delay(ResetWait, time, cancellationToken);
        var version = await ReadAsync(Register.Version, cancellationToken);
        if (version == ExpectedVersion) return;
        throw new RadioException($"No SX1276 on {bus.Description}: its version register reads 0x{version:X2}, not 0x12. "
            + version switch
            {
                0x00 => "0x00: look at MISO and at the chip select (radio.board says which pins).",
                0xFF => "0xFF: the chip has no power, or MISO is not connected.",
                _ => "Another chip, or the SPI lines are mixed up.",
            });
    }

    public async ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        var modulation = settings.Modulation;

        // LoRa is chosen in sleep only, and a chip that is in LoRa already needs no detour.
        await WriteAsync(Register.OpMode, 0x00, cancellationToken);
        await ReachAsync(Sx127xMode.Sleep, cancellationToken);
        await ReachAsync(Sx127xMode.Standby, cancellationToken);
        await WriteAsync(Register.FrequencyMsb, Sx127xModem.Frequency(settings.Frequency), cancellationToken);
        await WriteAsync(Register.Lna, 0x23, cancellationToken);
        await WriteAsync(Register.FifoTransmitBase, [0x00, 0x00], cancellationToken);
        await WriteAsync(Register.IrqMask, 0x00, cancellationToken);
        await WriteAsync(Register.ModemConfig1, [Sx127xModem.Config1(modulation), Sx127xModem.Config2(modulation)],
            cancellationToken);
        await WriteAsync(
            Register.PreambleMsb, [(byte)(modulation.PreambleSymbols >> 8), (byte)modulation.PreambleSymbols], cancellationToken);
        await WriteAsync(Register.MostPayloadLength, 0xFF, cancellationToken);
        await WriteAsync(Register.ModemConfig3, Sx127xModem.Config3(modulation), cancellationToken);
        await WriteAsync(Register.DetectionThreshold, 0x0A, cancellationToken);
        await WriteAsync(Register.SyncWord, modulation.SyncWord, cancellationToken);
        var (first, second) = Sx127xModem.InvertIq(modulation);
        await WriteAsync(Register.InvertIq, first, cancellationToken);
        await WriteAsync(Register.InvertIq2, second, cancellationToken);
        await ApplyErrataAsync(settings, cancellationToken);
        await SetPowerAsync(settings.TransmitPower, cancellationToken);
    }

    public async ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken)
    {
        var (config, dac, ocp) = Sx127xModem.PowerOf(power)!.Value;
        _settings = _settings with { TransmitPower = power };
        await WriteAsync(Register.Ocp, ocp, cancellationToken);
        await WriteAsync(Register.PaDac, dac, cancellationToken);
        await WriteAsync(Register.PaConfig, config, cancellationToken);
    }

    public async ValueTask ListenAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(Sx127xMode.Standby, cancellationToken);
        await TuneAsync(Sx127xModem.ReceiveFrequency(_settings), cancellationToken);

        // The mapping first: an interrupt between would be lost. Flags of what ended are cleared, or there is no edge.
        await WriteAsync(Register.IrqFlags, 0xFF, cancellationToken);
        await WriteAsync(Register.DioMapping1, InterruptOnReceive, cancellationToken);
        await EnterAsync(Sx127xMode.Receive, cancellationToken);
    }

    public async ValueTask PrepareTransmitAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        await EnterAsync(Sx127xMode.Standby, cancellationToken);
        await TuneAsync(_settings.Frequency, cancellationToken);
        await WriteAsync(Register.IrqFlags, 0xFF, cancellationToken);
        await WriteAsync(Register.DioMapping1, InterruptOnTransmit, cancellationToken);
        await WriteAsync(Register.FifoAddress, 0x00, cancellationToken);
        await WriteAsync(Register.Fifo, frame, cancellationToken);
        await WriteAsync(Register.PayloadLength, (byte)frame.Length, cancellationToken);
    }

    public ValueTask StartTransmitAsync(CancellationToken cancellationToken) =>
        EnterAsync(Sx127xMode.Transmit, cancellationToken);

    public async ValueTask StartDetectAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(Sx127xMode.Standby, cancellationToken);
        await WriteAsync(Register.IrqFlags, 0xFF, cancellationToken);
        await WriteAsync(Register.DioMapping1, InterruptOnActivity, cancellationToken);
        await EnterAsync(Sx127xMode.DetectActivity, cancellationToken);
    }

    public async ValueTask<bool> IsReceivingAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(Register.ModemStatus, cancellationToken) & ReceptionUnderWay) != 0;

    public async ValueTask<(ChipEvents Events, ChipFrame? Frame)> TakeEventsAsync(CancellationToken cancellationToken)
    {
        var flags = (Sx127xFlags)await ReadAsync(Register.IrqFlags, cancellationToken);
        const Sx127xFlags ours = Sx127xFlags.ReceiveDone | Sx127xFlags.TransmitDone | Sx127xFlags.ActivityDone;
        if ((flags & ours) == 0) return (ChipEvents.None, null);

        // A chip that had a brown-out is an FSK modem again, and has something else in this register.
        if ((await ReadAsync(Register.OpMode, cancellationToken) & (byte)Sx127xMode.Sleep) == 0)
            throw new RadioException($"The SX1276 on {bus.Description} has lost its settings: it is no LoRa modem any more.");
        var events = ChipEvents.None;
        ChipFrame? frame = null;
        if ((flags & Sx127xFlags.ReceiveDone) != 0)
        {
            // A frame whose header announces no CRC cannot be trusted to be whole.
            var hop = await ReadAsync(Register.HopChannel, cancellationToken);
            if ((flags & Sx127xFlags.CrcError) == 0 && ((hop & CrcOnPayload) != 0 || !_settings.Modulation.Crc))
                frame = await ReadFrameAsync(cancellationToken);
            events |= frame is null ? ChipEvents.ReceivedBroken : ChipEvents.Received;
        }

        if ((flags & Sx127xFlags.TransmitDone) != 0) events |= ChipEvents.Transmitted;
        if ((flags & Sx127xFlags.ActivityDone) != 0) events |= ChipEvents.ActivityDone;
        if ((flags & Sx127xFlags.ActivityDetected) != 0) events |= ChipEvents.ActivityDetected;

        // Just what was seen: a frame that ended meanwhile keeps its flag.
        await WriteAsync(Register.IrqFlags, (byte)flags, cancellationToken);
        return (events, frame);
    }

    public async ValueTask<bool> IsAsSetAsync(CancellationToken cancellationToken)
    {
        var frequency = (await ReadAsync(Register.FrequencyMsb, 3, cancellationToken)).ToArray();
        return await ReadAsync(Register.OpMode, cancellationToken) == (byte)Sx127xMode.Receive
            && frequency.AsSpan().SequenceEqual(Sx127xModem.Frequency(Sx127xModem.ReceiveFrequency(_settings)))
            && await ReadAsync(Register.ModemConfig2, cancellationToken) == Sx127xModem.Config2(_settings.Modulation)
            && await ReadAsync(Register.SyncWord, cancellationToken) == _settings.Modulation.SyncWord;
    }

    private async ValueTask ApplyErrataAsync(RadioSettings settings, CancellationToken cancellationToken)
    {
        var (detect, intermediate) = Sx127xModem.Reception(settings.Modulation);
        await WriteAsync(Register.DetectOptimize, detect, cancellationToken);
        await WriteAsync(Register.IfFrequency1, [intermediate, 0x00], cancellationToken);
        var (first, second) = Sx127xModem.HighBandwidth(settings);
        await WriteAsync(Register.HighBandwidth1, first, cancellationToken);
        if (second is { } value) await WriteAsync(Register.HighBandwidth2, value, cancellationToken);
    }

    private async ValueTask<ChipFrame?> ReadFrameAsync(CancellationToken cancellationToken)
    {
        var length = await ReadAsync(Register.ReceivedOctets, cancellationToken);
        if (length == 0) return null;
        var start = await ReadAsync(Register.FifoReceiveCurrent, cancellationToken);
        await WriteAsync(Register.FifoAddress, start, cancellationToken);
        var octets = (await ReadAsync(Register.Fifo, length, cancellationToken)).ToArray();
        var snr = Sx127xSignal.Snr(await ReadAsync(Register.PacketSnr, cancellationToken));
        var rssi = Sx127xSignal.Rssi(await ReadAsync(Register.PacketRssi, cancellationToken), snr, _settings.Frequency);
        var error = await ReadAsync(Register.FrequencyErrorMsb, 3, cancellationToken);
        return new ChipFrame(octets, rssi, snr, Sx127xSignal.FrequencyError(error.Span, _settings.Modulation.Bandwidth));
    }

    private async ValueTask TuneAsync(Hertz frequency, CancellationToken cancellationToken)
    {
        if (Sx127xModem.ReceiveFrequency(_settings) == _settings.Frequency) return;
        await WriteAsync(Register.FrequencyMsb, Sx127xModem.Frequency(frequency), cancellationToken);
    }

    /// <summary>Enters a mode and waits until the chip says that it is in it.</summary>
    private async ValueTask ReachAsync(Sx127xMode mode, CancellationToken cancellationToken)
    {
        byte seen = 0;
        for (var attempt = 0; attempt < ModeReads; attempt++)
        {
            // Not each way to sleep is taken at the first time.
            await EnterAsync(mode, cancellationToken);
            seen = await ReadAsync(Register.OpMode, cancellationToken);
            if (seen == (byte)mode) return;
            await Task.Delay(ModeWait, time, cancellationToken);
        }

        throw new RadioException($"The SX1276 on {bus.Description} stays in mode 0x{seen:X2}; its SPI lines may be disturbed.");
    }

    private ValueTask EnterAsync(Sx127xMode mode, CancellationToken cancellationToken) =>
        WriteAsync(Register.OpMode, (byte)mode, cancellationToken);

    private async ValueTask<byte> ReadAsync(Register register, CancellationToken cancellationToken) =>
        (await ReadAsync(register, 1, cancellationToken)).Span[0];

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Register first, int count, CancellationToken cancellationToken)
    {
        var transfer = _buffer.AsMemory(0, count + 1);
        transfer.Span.Clear();
        transfer.Span[0] = (byte)first;
        await bus.TransferAsync(transfer, cancellationToken);
        return transfer[1..];
    }

    private ValueTask WriteAsync(Register register, byte value, CancellationToken cancellationToken)
    {
        _buffer[0] = (byte)((byte)register | WriteBit);
        _buffer[1] = value;
        return bus.TransferAsync(_buffer.AsMemory(0, 2), cancellationToken);
    }

    private ValueTask WriteAsync(Register first, ReadOnlyMemory<byte> values, CancellationToken cancellationToken)
    {
        _buffer[0] = (byte)((byte)first | WriteBit);
        values.CopyTo(_buffer.AsMemory(1));
        return bus.TransferAsync(_buffer.AsMemory(0, values.Length + 1), cancellationToken);
    }

    private ValueTask WriteAsync(Register first, byte[] values, CancellationToken cancellationToken) =>
        WriteAsync(first, values.AsMemory(), cancellationToken);
}
