using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Radios.Bus;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;
using static Farlink.Simulation.Chips.Sx1262Map;

namespace Farlink.Simulation.Chips;

/// <summary>
/// SX1262 in LoRa: commands, BUSY, buffer, interrupts and registers as in its data sheet. A command to a busy chip is not taken.
/// </summary>
public sealed class Sx1262Model : ChipModel
{
    /// <summary>The longest command writes the whole buffer; of a longer one the rest goes nowhere.</summary>
    private const int MostOctets = 260;

    private const byte Sleeping = 0, StandbyRc = 2, StandbyXosc = 3, Synthesizing = 4;

    /// <summary>From sleep to STDBY_RC: cold start, 3.5 ms (table 8-1).</summary>
    private static readonly Duration WakeUp = new(3_500_000);

    private const int Continuous = 0xFFFFFF, MostTimeout = Continuous - 1;
    private const long TimeoutStep = 15_625;

    /// <summary>Commands that are remembered for tests.</summary>
    private const int MostCommands = 1000;

    private readonly List<byte> _command = [];
    private readonly Dictionary<ushort, byte> _registers = [];
    private readonly byte[] _buffer = new byte[256];
    private readonly Sx1262Settings _settings = new();
    private Instant _busyUntil;
    private bool _isSelected;
    private bool _isIgnored;
    private ushort _irq;
    private ushort _errors;
    private byte _mode;
    private byte _rxStart;
    private byte _rxNext;
    private byte _rxLength;
    private byte[] _packetStatus = new byte[3];
    private bool _isClockOn;
    private bool _isCalibrated;
    private bool _isReceiveEnabled;
    private bool _isTransmitEnabled;
    private bool _receivesOnce;
    private bool _preambleSeen, _headerSeen;

    /// <summary>Puts one on an ether.</summary>
    public Sx1262Model(SimulatedEther ether, ChipModelOptions options, TimeProvider time)
        : base(ether, options, time) => ResetRegisters();

    /// <summary>
    /// Commands that were not taken: BUSY was high, a parameter has no meaning, or the mode does not allow them (chapter 9 and
    /// 13).
    /// </summary>
    public int Ignored { get; private set; }

    /// <summary>Every command taken since the last reset, with its parameters.</summary>
    public IReadOnlyList<byte[]> Commands
    {
        get
        {
            lock (Gate) return [.. _taken];
        }
    }

    private readonly List<byte[]> _taken = [];

    /// <summary>A register as it is now.</summary>
    public byte this[ushort register]
    {
        get
        {
            lock (Gate) return _registers.GetValueOrDefault(register);
        }
    }

    private protected override void ResetRegisters()
    {
        _command.Clear();
        _taken.Clear();
        _registers.Clear();
        Array.Clear(_buffer);
        foreach (var (register, value) in ResetValues) _registers[register] = value;
        _settings.Reset();
        _irq = 0;
        _mode = StandbyRc;
        _isSelected = false;
        _isClockOn = Options.TcxoVolts is null;
        _isCalibrated = _isClockOn;

        // The first calibration finds no clock where a TCXO has no power yet (chapter 13.3.6).
        _errors = _isClockOn ? (ushort)0 : XoscStartError;
        Busy(Duration.FromMilliseconds(3));
    }

    private protected override void HandleSelect(bool isSelected)
    {
        if (isSelected == _isSelected) return;
        _isSelected = isSelected;
        if (isSelected)
        {
            _command.Clear();
            if (_mode == Sleeping)
            {
                // NSS wakes it, and what goes out with it is lost (chapter 9.3).
                _mode = StandbyRc;
                Busy(WakeUp);
                _isIgnored = true;
                return;
            }

            _isIgnored = IsBusy();
            return;
        }

        if (_command.Count == 0) return;
        if (_isIgnored)
        {
            Ignored++;
            return;
        }

        if (_taken.Count == MostCommands) _taken.RemoveAt(0);
        _taken.Add([.. _command]);
        if (_command.Count - 1 < LeastParameters(_command[0])) return;
        if (!IsAllowed(_command[0], _command.Count > 1 ? _command[1] : (byte)0))
        {
            Ignored++;
            return;
        }

        Busy(new Duration(20_000));
        Take(_command[0], [.. _command.Skip(1)]);
    }

    private protected override byte HandleOctet(byte value)
    {
        if (!_isSelected) return 0;
        if (_command.Count == MostOctets) return 0;
        _command.Add(value);
        return _isIgnored ? (byte)0 : Answer(_command.Count - 1);
    }

    private protected override bool Level(ChipLine line) => line switch
    {
        ChipLine.Busy => IsBusy(),
        ChipLine.Interrupt => (_irq & _settings.Dio1Mask) != 0,
        ChipLine.ReceiveEnable => _isReceiveEnabled,
        ChipLine.TransmitEnable => _isTransmitEnabled,
        _ => false,
    };

    private protected override void Switch(ChipLine line, bool isHigh)
    {
        if (line == ChipLine.ReceiveEnable) _isReceiveEnabled = isHigh;
        if (line == ChipLine.TransmitEnable) _isTransmitEnabled = isHigh;
    }

    private protected override void HandlePreamble(AirFrame frame)
    {
        if (_mode != 5) return;
        _preambleSeen = true;
        Raise(PreambleDetected);
    }

    private protected override void HandleHeader(AirFrame frame)
    {
        if (_mode != 5) return;
        _headerSeen = true;
        Raise(HeaderValid);
    }

    private protected override void HandleReception(AirFrame frame, Reception reception)
    {
        if (_mode != 5) return;
        var sawHeader = _headerSeen;
        (_preambleSeen, _headerSeen) = (false, false);
        if (reception.Result == ReceptionResult.Collided && !sawHeader)
        {
            Raise(HeaderErr);
            return;
        }

        var isBroken = reception.Result == ReceptionResult.Collided
            || (sawHeader && reception.Result == ReceptionResult.Lost)
            || (reception.Result == ReceptionResult.Received && BreaksCrc());
        if (!isBroken && reception.Result != ReceptionResult.Received) return;
        var octets = isBroken ? Disturbed(frame.Octets) : frame.Octets;
        _rxStart = _rxNext;
        _rxLength = (byte)octets.Length;
        foreach (var octet in octets) _buffer[_rxNext++] = octet;
        var rssi = (byte)Math.Clamp(Math.Round(-2 * reception.Rssi.Value), 0, 255);
        _packetStatus = [rssi, unchecked((byte)(sbyte)Math.Clamp(Math.Round(4 * reception.Snr.Value), -128, 127)), rssi];
        var error = frame.Frequency.Value - _settings.Frequency.Value;
        var steps = (int)Math.Round(error * (1600 / frame.Modulation.Bandwidth.Kilohertz) / 1.55);
        for (var i = 0; i < 3; i++)
            _registers[(ushort)(RegFreqError + i)] = (byte)((steps >> (8 * (2 - i))) & (i == 0 ? 0x0F : 0xFF));
        if (frame.Modulation.Crc) _registers[RegFreqError] |= 0x10;
        if (_receivesOnce) FallBack();
        Raise((ushort)(RxDone | (isBroken && frame.Modulation.Crc ? CrcErr : 0)));
    }

    /// <summary>Octets that come back while a command goes out.</summary>
    private byte Answer(int index)
    {
        var status = (byte)((_mode << 4) | (2 << 1));
        int Address() => (_command[1] << 8) | _command[2];
        return _command[0] switch
        {
            GetIrq when index is 2 or 3 => (byte)(_irq >> (8 * (3 - index))),
            GetErrors when index is 2 or 3 => (byte)(_errors >> (8 * (3 - index))),
            RxBufferStatus when index == 2 => _rxLength,
            RxBufferStatus when index == 3 => _rxStart,
            RssiInst when index == 2 => (byte)Math.Clamp(Math.Round(-2 * Ether.Strength(Station).Value), 0, 255),
            PktStatus when index is >= 2 and <= 4 => _packetStatus[index - 2],
            ReadReg when index >= 4 => _registers.GetValueOrDefault((ushort)(Address() + index - 4)),
            ReadBuf when index >= 3 => _buffer[(byte)(_command[1] + index - 3)],
            _ => status,
        };
    }

    /// <summary>Clocks, regulator and calibration are set in STDBY_RC; there are two kinds of standby.</summary>
    private bool IsAllowed(byte command, byte first) => command switch
    {
        Calibrate or Regulator or Dio3Tcxo => _mode == StandbyRc,
        SetStandby => first <= 1,
        _ => true,
    };

    private void Take(byte command, byte[] parameters)
    {
        switch (command)
        {
            case SetStandby:
                StopAll();
                _mode = parameters[0] == 0 ? StandbyRc : StandbyXosc;
                if (_mode == StandbyXosc) StartClock();
                break;
            case SetTx:
                StartTransmit(parameters);
                break;
            case SetRx:
                StartReceive(parameters);
                break;
            case SetCad:
                StartDetect();
                break;
            case ClrIrq:
                _irq &= (ushort)~((parameters[0] << 8) | parameters[1]);
                break;
            case ClrErrors:
                _errors = 0;
                break;
            case Calibrate:
                StartClock();
                _isCalibrated |= _isClockOn && (parameters[0] & 0x7F) == 0x7F;
                Busy(Duration.FromMilliseconds(4));
                break;
            case WriteReg:
                for (var i = 2; i < parameters.Length; i++)
                    _registers[(ushort)(((parameters[0] << 8) | parameters[1]) + i - 2)] = parameters[i];
                break;
            case WriteBuf:
                for (var i = 1; i < parameters.Length; i++) _buffer[(byte)(parameters[0] + i - 1)] = parameters[i];
                break;
            case Dio3Tcxo:
                _isClockOn = Options.TcxoVolts is not { } volts || (parameters[0] < TcxoVolts.Length
                    && Math.Abs(TcxoVolts[parameters[0]] - volts) < 0.05);
                break;
            case SetSleep:
                StopAll();
                _mode = Sleeping;
                break;
            case SetFs:
                StopAll();
                StartClock();
                if (_isClockOn) _mode = Synthesizing;
                break;
            default:
                _settings.Take(command, parameters);
                if (command == PaConf) _registers[RegOcp] = parameters[2] == 0 ? (byte)0x38 : (byte)0x18;
                break;
        }
    }

    private void StartClock()
    {
        if (_isClockOn) return;
        _errors |= XoscStartError;
        _mode = StandbyRc;
    }

    private void StartTransmit(byte[] timeout)
    {
        StopAll();
        StartClock();
        if (!_isClockOn || !_isCalibrated || _settings.Modulation(_registers) is not { } modulation) return;
        _mode = 6;
        var octets = new byte[_settings.PayloadLength];
        for (var i = 0; i < octets.Length; i++) octets[i] = _buffer[(byte)(_settings.TxBase + i)];
        if (octets.Length == 0) return;
        var power = IsAntennaOn(isSending: true)
            ? new Dbm(_settings.Power(this[RegOcp]).Value + Options.AmplifierDecibel) : new Dbm(-60);
        Transmit(octets, _settings.Frequency, modulation, power, () =>
        {
            FallBack();
            Raise(TxDone);
        });
        if (Steps(timeout) is 0 or > MostTimeout) return;
        After(new Duration(Steps(timeout) * TimeoutStep), () =>
        {
            StopAll();
            EnterStandby();
            Raise(RxTxTimeout);
        });
    }

    /// <summary>A timeout of SetTx and SetRx, in steps of 15.625 us.</summary>
    private static int Steps(byte[] timeout) => (timeout[0] << 16) | (timeout[1] << 8) | timeout[2];

    private void StartReceive(byte[] timeout)
    {
        StopAll();
        StartClock();
        if (!_isClockOn || !_isCalibrated || _settings.Modulation(_registers) is not { } modulation) return;
        _mode = 5;
        (_preambleSeen, _headerSeen) = (false, false);
        _rxNext = _settings.RxBase;
        var steps = Steps(timeout);
        _receivesOnce = steps != Continuous;
        if (IsAntennaOn(isSending: false)) Listen(_settings.Frequency, modulation);
        if (steps is 0 or > MostTimeout) return;
        After(new Duration(steps * TimeoutStep), () =>
        {
            if (_headerSeen || _preambleSeen) return;
            EnterStandby();
            Raise(RxTxTimeout);
        });
    }

    private void StartDetect()
    {
        StopAll();
        StartClock();
        if (!_isClockOn || _settings.Modulation(_registers) is not { } modulation || Faults.Hangs) return;
        _mode = 5;
        Ether.Tune(Station, _settings.Frequency, modulation, Station.Power);
        bool Sees() => IsAntennaOn(isSending: false) && Ether.HasActivity(Station);
        var seen = Sees();
        After(modulation.Symbol * _settings.CadSymbols, () =>
        {
            seen |= Sees();
            EnterStandby();
            if (seen && _settings.CadReceives) StartReceive(_settings.CadTimeout);
            Raise((ushort)(CadDone | (seen ? CadDetected : 0)));
        });
    }

    /// <summary>After a frame: the mode that SetRxTxFallbackMode says.</summary>
    private void FallBack()
    {
        EnterStandby();
        _mode = _settings.FallbackMode;
    }

    private void EnterStandby()
    {
        ForgetTimers();
        _mode = StandbyRc;
        Ether.Listen(Station, false);
    }

    private bool IsAntennaOn(bool isSending)
    {
        if (isSending && Options.Dio2IsSwitch && !_settings.Dio2IsSwitch) return false;
        var own = isSending ? Options.HasTransmitEnable && !_isTransmitEnabled : Options.HasReceiveEnable && !_isReceiveEnabled;
        var other = isSending ? Options.HasReceiveEnable && _isReceiveEnabled : Options.HasTransmitEnable && _isTransmitEnabled;
        return !own && !other;
    }

    private void Raise(int flags) => _irq |= (ushort)(flags & _settings.IrqMask);

    private bool IsBusy() => Faults.BusyIsStuck || (_mode == Sleeping && !_isSelected) || Time.Now() < _busyUntil;

    private void Busy(Duration duration) => _busyUntil = Time.Now() + duration;
}
