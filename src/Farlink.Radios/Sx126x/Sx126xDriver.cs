using System.Buffers.Binary;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios.Boards;
using Farlink.Radios.Bus;
using Farlink.Radios.Chips;
using Command = Farlink.Radios.Sx126x.Sx126xCommand;
using Register = Farlink.Radios.Sx126x.Sx126xRegister;

namespace Farlink.Radios.Sx126x;

/// <summary>SX1261 and SX1262: LoRa, explicit header, continuous receive.</summary>
internal sealed class Sx126xDriver(Sx126xLines lines, Board board, TimeProvider time) : IChipDriver
{
    private const byte StandbyRc = 0x00, StandbyCrystal = 0x01;

    /// <summary>RegFreqErrorRxCrc: whether the frame's header says that a CRC follows.</summary>
    private const byte HasCrc = 0x10;

    /// <summary>
    /// GetDeviceErrors: the crystal did not start. Expected once where a TCXO had no power yet (data sheet 13.3.6).
    /// </summary>
    private const ushort CrystalError = 0x0020;

    private const Sx126xIrq Interrupting = Sx126xIrq.TransmitDone | Sx126xIrq.ReceiveDone | Sx126xIrq.HeaderError
        | Sx126xIrq.ActivityDone | Sx126xIrq.Timeout;

    private const Sx126xIrq Kept = Interrupting | UnderWay | Sx126xIrq.CrcError | Sx126xIrq.ActivityDetected;

    private const Sx126xIrq UnderWay = Sx126xIrq.PreambleDetected | Sx126xIrq.HeaderValid;

    private static readonly TimeSpan ResetLow = TimeSpan.FromMilliseconds(1);
    private readonly RadioChip _chip = board.Chip;
    private RadioSettings _settings = new() { Frequency = new Hertz(0) };
    private Sx126xIrq _seen;
    private Instant _seenAt;

    public string Name => _chip.ToString().ToUpperInvariant();

    public string? Refuse(RadioSettings settings) => Sx126xModem.Refuse(settings, board);

    public async ValueTask ResetAsync(CancellationToken cancellationToken)
    {
        await lines.Bus.SetAsync(ChipLine.Reset, false, cancellationToken);
        await Task.Delay(ResetLow, time, cancellationToken);
        await lines.Bus.SetAsync(ChipLine.Reset, true, cancellationToken);
        await Task.Delay(ResetLow, time, cancellationToken);
        await lines.SendAsync(Command.SetStandby, [StandbyRc], cancellationToken);

        // Its sync word is known after a reset, and a bus without a chip reads all zeros or ones. Without a reset line it may
        // still
        // have the one of the last program.
        if (!lines.Bus.Has(ChipLine.Reset))
            await lines.WriteRegisterAsync(Register.SyncWordMsb, [0x14, 0x24], cancellationToken);
        var sync = await lines.ReadRegisterAsync(Register.SyncWordMsb, 2, cancellationToken);
        if (sync is [0x14, 0x24]) return;
        throw new RadioException(
            $"No {Name} on {lines.Bus.Description}: its sync word registers read 0x{sync[0]:X2}{sync[1]:X2} after a "
            + "reset, not 0x1424. "
            + sync[0] switch
            {
                0x00 => "0x00: look at MISO and at the chip select (radio.board says which pins).",
                0xFF => "0xFF: the chip has no power, or MISO is not connected.",
                _ => "Another chip, or the SPI lines are mixed up.",
            });
    }

    public async ValueTask ConfigureAsync(RadioSettings settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        await lines.SwitchAsync(false, false, cancellationToken);
        await lines.SendAsync(Command.SetStandby, [StandbyRc], cancellationToken);
        await StartClockAsync(cancellationToken);
        await lines.SendAsync(Command.SetRegulatorMode, [0x01], cancellationToken);
        await lines.SendAsync(Command.SetDio2AsSwitch, [(byte)(board.Dio2IsSwitch ? 1 : 0)], cancellationToken);
        await lines.SendAsync(Command.CalibrateImage, Sx126xModem.Image(settings.Frequency), cancellationToken);
        await lines.SendAsync(Command.SetPacketType, [0x01], cancellationToken);
        await lines.SendAsync(Command.SetFrequency, Sx126xModem.Frequency(settings.Frequency), cancellationToken);
        await lines.SendAsync(Command.SetModulationParams, Sx126xModem.Modulation(settings.Modulation), cancellationToken);
        await lines.SendAsync(Command.SetBufferBase, [0x00, 0x00], cancellationToken);
        await lines.WriteRegisterAsync(
            Register.SyncWordMsb, Sx126xModem.SyncWord(settings.Modulation.SyncWord), cancellationToken);
        await lines.WriteRegisterAsync(Register.ReceiveGain, [0x96], cancellationToken);
        await ApplyWorkaroundsAsync(cancellationToken);
        await SetPowerAsync(settings.TransmitPower, cancellationToken);
        await lines.SendAsync(Command.SetActivityParams, Sx126xModem.Activity(settings.Modulation), cancellationToken);
        await SetInterruptsAsync(cancellationToken);
        await CheckErrorsAsync(cancellationToken);
    }

    public async ValueTask SetPowerAsync(Dbm power, CancellationToken cancellationToken)
    {
        _settings = _settings with { TransmitPower = power };
        var whole = (int)Math.Floor(Sx126xModem.AtChip(power, board).Value);
        var isHighest = _chip == RadioChip.Sx1261 && whole == Sx126xModem.Powers(_chip).Most;
        await lines.SendAsync(
            Command.SetPaConfig, isHighest ? Sx126xModem.HighestSx1261 : Sx126xModem.PaConfig(_chip), cancellationToken);

        // SetPaConfig changes the limit; 200 us ramp.
        await lines.WriteRegisterAsync(Register.OverCurrent, [Sx126xModem.OverCurrent(_chip)], cancellationToken);
        await lines.SendAsync(
            Command.SetTransmitParams, [unchecked((byte)(sbyte)(isHighest ? whole - 1 : whole)), 0x04], cancellationToken);
    }

    public async ValueTask ListenAsync(CancellationToken cancellationToken)
    {
        await lines.SendAsync(Command.SetStandby, [StandbyCrystal], cancellationToken);
        await lines.SendAsync(
            Command.SetPacketParams, Sx126xModem.Packet(_settings.Modulation, octets: 0xFF), cancellationToken);
        await FixIqPolarityAsync(cancellationToken);
        await ClearAsync((Sx126xIrq)0x03FF, cancellationToken);
        await lines.SwitchAsync(receives: true, transmits: false, cancellationToken);
        await lines.SendAsync(Command.SetReceive, [0xFF, 0xFF, 0xFF], cancellationToken);
    }

    public async ValueTask PrepareTransmitAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        await lines.SendAsync(Command.SetStandby, [StandbyCrystal], cancellationToken);
        await lines.SendAsync(Command.SetPacketParams, Sx126xModem.Packet(_settings.Modulation, frame.Length), cancellationToken);
        await FixIqPolarityAsync(cancellationToken);
        await lines.WriteBufferAsync(frame, cancellationToken);
        await ClearAsync((Sx126xIrq)0x03FF, cancellationToken);
        await FixModulationQualityAsync(cancellationToken);
        await lines.SwitchAsync(receives: false, transmits: true, cancellationToken);
    }

    public ValueTask StartTransmitAsync(CancellationToken cancellationToken) =>
        lines.SendAsync(Command.SetTransmit, [0x00, 0x00, 0x00], cancellationToken);

    public async ValueTask StartDetectAsync(CancellationToken cancellationToken)
    {
        await lines.SendAsync(Command.SetStandby, [StandbyCrystal], cancellationToken);
        await ClearAsync((Sx126xIrq)0x03FF, cancellationToken);
        await lines.SwitchAsync(receives: true, transmits: false, cancellationToken);
        await lines.SendAsync(Command.SetActivityDetection, [], cancellationToken);
    }

    /// <summary>
    /// A preamble may be noise, and a frame may fade away: the flags of both stay, so each counts only as long as a frame can
    /// last.
    /// </summary>
    public async ValueTask<bool> IsReceivingAsync(CancellationToken cancellationToken)
    {
        var irq = await StatusAsync(cancellationToken);
        var underWay = irq & UnderWay;
        if (underWay == 0 || (irq & Interrupting) != 0) return false;
        if (underWay != _seen) (_seen, _seenAt) = (underWay, time.Now());
        var modulation = _settings.Modulation;
        var longest = LoRaAirtime.Of(
            modulation, (underWay & Sx126xIrq.HeaderValid) != 0 ? LoRaAirtime.LongestPayloadOctets : 1);
        if (time.Now() - _seenAt <= longest) return true;
        await ClearAsync(underWay, cancellationToken);
        return false;
    }

    public async ValueTask<(ChipEvents Events, ChipFrame? Frame)> TakeEventsAsync(CancellationToken cancellationToken)
    {
        var irq = await StatusAsync(cancellationToken);
        if ((irq & Interrupting) == 0) return (ChipEvents.None, null);
        var events = ChipEvents.None;
        ChipFrame? frame = null;
        if ((irq & Sx126xIrq.ReceiveDone) != 0)
        {
            // The error of an earlier header, which brings no frame, may still be set.
            if ((irq & Sx126xIrq.CrcError) == 0) frame = await ReadFrameAsync(cancellationToken);
            events |= frame is null ? ChipEvents.ReceivedBroken : ChipEvents.Received;
        }
        else if ((irq & Sx126xIrq.HeaderError) != 0)
        {
            events |= ChipEvents.ReceivedBroken;
        }

        if ((irq & Sx126xIrq.TransmitDone) != 0) events |= ChipEvents.Transmitted;
        if ((irq & Sx126xIrq.ActivityDone) != 0) events |= ChipEvents.ActivityDone;
        if ((irq & Sx126xIrq.ActivityDetected) != 0) events |= ChipEvents.ActivityDetected;
        await ClearAsync(irq, cancellationToken);
        if ((irq & Sx126xIrq.Timeout) != 0)
        {
            // Nobody asked for one: it stands by now, and is to listen.
            await StopTimerAsync(cancellationToken);
            await ListenAsync(cancellationToken);
        }

        return (events == ChipEvents.None ? ChipEvents.ReceivedBroken : events, frame);
    }

    public async ValueTask<bool> IsAsSetAsync(CancellationToken cancellationToken)
    {
        const int receiving = 5;
        var status = await lines.AskAsync(Command.GetStatus, 0, cancellationToken);
        var sync = await lines.ReadRegisterAsync(Register.SyncWordMsb, 2, cancellationToken);
        var gain = await lines.ReadRegisterAsync(Register.ReceiveGain, 1, cancellationToken);
        return (status[0] >> 4 & 7) == receiving
            && sync.AsSpan().SequenceEqual(Sx126xModem.SyncWord(_settings.Modulation.SyncWord))
            && gain[0] == 0x96;
    }

    /// <summary>A TCXO gets its power, and everything is calibrated on the clock there is then (data sheet 13.3.6).</summary>
    private async ValueTask StartClockAsync(CancellationToken cancellationToken)
    {
        if (board.TcxoVolts is { } volts)
        {
            var tcxo = Sx126xModem.Tcxo(volts)
                ?? throw new RadioException($"A TCXO of {volts} V is not possible: 1.6, 1.7, 1.8, 2.2, 2.4, 2.7, 3.0 or 3.3.");
            await lines.SendAsync(Command.SetDio3AsTcxo, tcxo, cancellationToken);
        }

        await lines.SendAsync(Command.ClearDeviceErrors, [0x00, 0x00], cancellationToken);
        await lines.SendAsync(Command.Calibrate, [0x7F], cancellationToken);
    }

    private async ValueTask CheckErrorsAsync(CancellationToken cancellationToken)
    {
        // The clock is started for this: a wrong TCXO setting shows here and not as silence.
        await lines.SendAsync(Command.SetStandby, [StandbyCrystal], cancellationToken);
        var errors = BinaryPrimitives.ReadUInt16BigEndian(await lines.AskAsync(Command.GetDeviceErrors, 2, cancellationToken,
            skip: 1));
        if ((errors & CrystalError) == 0) return;
        throw new RadioException(
            $"The clock of the {Name} does not start (device errors 0x{errors:X4}). "
            + (board.TcxoVolts is null ? "Does the board have a TCXO? Then say its voltage." : "Is the TCXO's voltage right?"));
    }

    private async ValueTask ApplyWorkaroundsAsync(CancellationToken cancellationToken)
    {
        // 15.2: an SX1262's clamp is too eager at a bad antenna.
        if (_chip == RadioChip.Sx1262) await lines.ChangeRegisterAsync(Register.TransmitClamp, 0x1E, 0x1E, cancellationToken);
        await FixModulationQualityAsync(cancellationToken);
    }

    /// <summary>15.1: modulation quality at 500 kHz.</summary>
    private ValueTask FixModulationQualityAsync(CancellationToken cancellationToken) => lines.ChangeRegisterAsync(
        Register.TransmitModulation, 0x04, Sx126xModem.IsWidest(_settings.Modulation) ? (byte)0 : (byte)0x04, cancellationToken);

    /// <summary>15.4: inverted chirps.</summary>
    private ValueTask FixIqPolarityAsync(CancellationToken cancellationToken) => lines.ChangeRegisterAsync(
        Register.IqPolarity, 0x04, _settings.Modulation.InvertIq ? (byte)0 : (byte)0x04, cancellationToken);

    /// <summary>15.3: the timer of a reception that ended by timeout goes on and would end the next one.</summary>
    private async ValueTask StopTimerAsync(CancellationToken cancellationToken)
    {
        await lines.WriteRegisterAsync(Register.RtcControl, [0x00], cancellationToken);
        await lines.ChangeRegisterAsync(Register.EventMask, 0x02, 0x02, cancellationToken);
    }

    private ValueTask SetInterruptsAsync(CancellationToken cancellationToken)
    {
        var parameters = new byte[8];
        BinaryPrimitives.WriteUInt16BigEndian(parameters, (ushort)Kept);
        BinaryPrimitives.WriteUInt16BigEndian(parameters.AsSpan(2), (ushort)Interrupting);
        return lines.SendAsync(Command.SetDioIrqParams, parameters, cancellationToken);
    }

    private async ValueTask<Sx126xIrq> StatusAsync(CancellationToken cancellationToken) =>
        (Sx126xIrq)BinaryPrimitives.ReadUInt16BigEndian(await lines.AskAsync(Command.GetIrqStatus, 2, cancellationToken,
            skip: 1));

    private ValueTask ClearAsync(Sx126xIrq irq, CancellationToken cancellationToken)
    {
        _seen = Sx126xIrq.None;
        return lines.SendAsync(Command.ClearIrqStatus, [(byte)((ushort)irq >> 8), (byte)irq], cancellationToken);
    }

    private async ValueTask<ChipFrame?> ReadFrameAsync(CancellationToken cancellationToken)
    {
        var error = await lines.ReadRegisterAsync(Register.FrequencyError, 3, cancellationToken);
        if (_settings.Modulation.Crc && (error[0] & HasCrc) == 0) return null;
        var buffer = await lines.AskAsync(Command.GetReceiveBufferStatus, 2, cancellationToken, skip: 1);
        if (buffer[0] == 0) return null;
        var octets = await lines.ReadBufferAsync(buffer[1], buffer[0], cancellationToken);
        var packet = await lines.AskAsync(Command.GetPacketStatus, 3, cancellationToken, skip: 1);
        return new ChipFrame(
            octets, new Dbm(-packet[0] / 2.0), new Decibel((sbyte)packet[1] / 4.0),
            Sx126xModem.FrequencyError(error, _settings.Modulation.Bandwidth));
    }
}
