using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios.Bus;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;
using static Farlink.Simulation.Chips.Sx1276Map;

namespace Farlink.Simulation.Chips;

/// <summary>SX1276 in LoRa: registers, FIFO, flags and DIO0 as in its data sheet.</summary>
public sealed class Sx1276Model : ChipModel
{
    private const int Sleep = 0, Standby = 1, Transmitting = 3, Receiving = 5, ReceivingOnce = 6, Detecting = 7;
    private const int LongRange = 0x80, AccessShared = 0x40, ModeMask = 0x07;
    /// <summary>Band 1 begins at 862 MHz; the low frequency port ends at 525 MHz (table 32). Nobody tunes between.</summary>
    private const long HighPort = 779_000_000;

    private readonly byte[] _registers = new byte[Count];
    private readonly byte[] _fskPage = new byte[PageLast + 1];
    private readonly byte[] _fifo = new byte[256];
    private byte _rxWrite;
    private int _octet = -1;
    private byte _address;
    private bool _isWrite;
    private bool _preambleSeen, _headerSeen;

    /// <summary>RegModemStat: receiver on; with a preamble; with its sync word; with a valid header; receiver off.</summary>
    private const byte StatusListening = 0x04, StatusSignal = 0x05, StatusSynchronized = 0x07, StatusHeader = 0x0F,
        StatusClear = 0x10;

    /// <summary>Puts one on an ether.</summary>
    public Sx1276Model(SimulatedEther ether, ChipModelOptions options, TimeProvider time)
        : base(ether, options, time) => ResetRegisters();

    /// <summary>A register as it is now, without the side effects of reading it over SPI.</summary>
    public byte this[byte register]
    {
        get
        {
            lock (Gate) return _registers[register];
        }
    }

    private int Mode => _registers[OpMode] & ModeMask;

    private bool IsLora => (_registers[OpMode] & LongRange) != 0;

    private protected override void ResetRegisters()
    {
        Array.Clear(_registers);
        Array.Clear(_fskPage);
        foreach (var (register, value) in FskResetValues) _fskPage[register] = value;
        Array.Clear(_fifo);
        foreach (var (register, value) in ResetValues) _registers[register] = value;
        _octet = -1;
    }

    private protected override void HandleSelect(bool isSelected) => _octet = isSelected ? 0 : -1;

    private protected override byte HandleOctet(byte value)
    {
        if (_octet < 0) return 0;
        if (_octet++ == 0)
        {
            _isWrite = (value & 0x80) != 0;
            _address = (byte)(value & 0x7F);
            return 0;
        }

        byte answer = 0;
        if (_isWrite) Write(_address, value);
        else answer = ReadRegister(_address);

        // The FIFO has a pointer of its own; other addresses go up by themselves.
        if (_address != Fifo) _address = (byte)((_address + 1) & 0x7F);
        return answer;
    }

    private protected override bool Level(ChipLine line) => line == ChipLine.Interrupt && (_registers[DioMapping1] >> 6) switch
    {
        0 => (_registers[IrqFlags] & RxDone) != 0,
        1 => (_registers[IrqFlags] & TxDone) != 0,
        2 => (_registers[IrqFlags] & CadDone) != 0,
        _ => false,
    };

    private protected override void Switch(ChipLine line, bool isHigh)
    {
        // No board with this chip has an antenna switch of its own.
    }

    private protected override void HandlePreamble(AirFrame frame)
    {
        if (Mode is not (Receiving or ReceivingOnce)) return;
        _preambleSeen = true;
        _registers[ModemStat] = StatusSynchronized;
    }

    private protected override void HandleHeader(AirFrame frame)
    {
        if (Mode is not (Receiving or ReceivingOnce)) return;
        _headerSeen = true;
        Raise(ValidHeader);
        _registers[ModemStat] = (byte)((frame.Modulation.CodingRate.ParityBits << 5) | StatusHeader);
    }

    private protected override void HandleReception(AirFrame frame, Reception reception)
    {
        if (Mode is not (Receiving or ReceivingOnce)) return;
        var sawHeader = _headerSeen;
        (_preambleSeen, _headerSeen) = (false, false);
        _registers[ModemStat] = StatusListening;
        var isBroken = reception.Result == ReceptionResult.Collided
            || (sawHeader && reception.Result == ReceptionResult.Lost)
            || (reception.Result == ReceptionResult.Received && BreaksCrc());
        if (!isBroken && reception.Result != ReceptionResult.Received) return;
        if (frame.Octets.Length > _registers[MaxPayload]) return;
        Store(isBroken ? Disturbed(frame.Octets) : frame.Octets);
        StoreSignal(frame, reception);
        Count16(RxHeaderCntLsb);
        if (isBroken && frame.Modulation.Crc) Raise(PayloadCrcError);
        else Count16(RxPacketCntLsb);
        _registers[HopChannel] = (byte)(frame.Modulation.Crc ? 0x40 : 0x00);
        if (Mode == ReceivingOnce) EnterStandby();
        Raise(RxDone);
    }

    private byte ReadRegister(byte address)
    {
        if (address == Fifo) return Mode == Sleep ? (byte)0 : _fifo[_registers[FifoAddrPtr]++];
        if (IsOnFskPage(address)) return _fskPage[address];
        return address switch
        {
            RssiWideband => (byte)Random.Shared.Next(256),
            Rssi when Mode is Receiving or ReceivingOnce => CurrentRssi(),
            ModemStat when Mode is Receiving or ReceivingOnce && Ether.HasActivity(Station) => StatusSignal,
            _ => _registers[address],
        };
    }

    private void Write(byte address, byte value)
    {
        if (address == Fifo)
        {
            if (Mode != Sleep) _fifo[_registers[FifoAddrPtr]++] = value;
        }
        else if (address == OpMode)
        {
            ChangeMode(value);
        }
        else if (IsOnFskPage(address))
        {
            _fskPage[address] = value;
        }
        else if (address == IrqFlags)
        {
            _registers[IrqFlags] &= (byte)~value;
        }
        else if (!IsReadOnly(address))
        {
            _registers[address] = value;
        }
    }

    private bool IsOnFskPage(byte address) =>
        address is >= PageFirst and <= PageLast && (!IsLora || (_registers[OpMode] & AccessShared) != 0);

    private void ChangeMode(byte value)
    {
        var old = _registers[OpMode];

        // LongRangeMode can be changed in sleep only; RadioHead's drivers count on 0x80 from FSK standby.
        var mayChange = ((old & ModeMask) == Sleep && (value & ModeMask) == Sleep) || (old & 0x87) == Standby
            && value == LongRange;
        if (!mayChange) value = (byte)((value & ~LongRange) | (old & LongRange));
        var changes = (old & (ModeMask | LongRange)) != (value & (ModeMask | LongRange));
        _registers[OpMode] = value;
        if (!changes) return;
        if (Options.ClearsIrqOnModeChange) _registers[IrqFlags] = 0;
        StopAll();
        (_preambleSeen, _headerSeen) = (false, false);
        _registers[ModemStat] = Mode is Receiving or ReceivingOnce ? StatusListening : StatusClear;
        if (!IsLora) return;
        switch (Mode)
        {
            case Sleep:
                Array.Clear(_fifo);
                break;
            case Transmitting:
                StartTransmit();
                break;
            case Receiving or ReceivingOnce:
                StartReceive();
                break;
            case Detecting:
                StartDetect();
                break;
        }
    }

    private void StartTransmit()
    {
        var octets = new byte[_registers[PayloadLength]];
        for (var i = 0; i < octets.Length; i++) octets[i] = _fifo[(byte)(_registers[FifoTxBase] + i)];
        if (octets.Length == 0) return;
        if (Modulation(isSending: true) is { } modulation)
        {
            Transmit(octets, Frequency(), modulation, Power(), EndTransmit);
            return;
        }

        // It sends what it is told, which no receiver makes sense of.
        if (!Faults.Hangs) After(LoRaAirtime.Of(new LoRaModulation(), octets.Length), EndTransmit);
    }

    private void EndTransmit()
    {
        EnterStandby();
        Raise(TxDone);
    }

    private void StartReceive()
    {
        _rxWrite = _registers[FifoRxBase];

        // Counted since the last transition into a receiving mode (table 41).
        for (var at = RxHeaderCntLsb - 1; at <= RxPacketCntLsb; at++) _registers[at] = 0;
        if (Modulation(isSending: false) is not { } modulation) return;
        Listen(ReceiveFrequency(), modulation);
        if (Mode != ReceivingOnce) return;
        var symbols = ((_registers[ModemConfig2] & 3) << 8) | _registers[SymbTimeout];
        After(modulation.Symbol * (symbols - 1), () => EndSingle(modulation.Symbol));
    }

    /// <summary>
    /// The symbols of a single reception are those until a preamble, not until a header: as long as one is on the air the end is
    /// put
    /// off, a symbol at a time.
    /// </summary>
    private void EndSingle(Duration symbol)
    {
        var hears = Ether.HasActivity(Station);
        After(symbol, () =>
        {
            if (hears) EndSingle(symbol);
            else if (!_headerSeen && !_preambleSeen) TimeOut();
        });
    }

    private void TimeOut()
    {
        EnterStandby();
        Raise(RxTimeout);
    }

    private void StartDetect()
    {
        if (Faults.Hangs) return;
        var modulation = Modulation(isSending: false);
        if (modulation is not null) Ether.Tune(Station, ReceiveFrequency(), modulation, Station.Power);
        var seen = modulation is not null && Ether.HasActivity(Station);
        After((modulation ?? new LoRaModulation()).Symbol * 2, () =>
        {
            seen |= modulation is not null && Ether.HasActivity(Station);
            EnterStandby();
            Raise((byte)(CadDone | (seen ? CadDetected : 0)));
        });
    }

    private byte CurrentRssi()
    {
        var floor = _registers[FrfMsb] >= 0xC2 ? 157 : 164;
        return (byte)Math.Clamp(Math.Round(Ether.Strength(Station).Value + floor), 0, 255);
    }

    private void EnterStandby()
    {
        ForgetTimers();
        _registers[OpMode] = (byte)((_registers[OpMode] & ~ModeMask) | Standby);
        Ether.Listen(Station, false);
    }

    private void Raise(byte flags) => _registers[IrqFlags] |= (byte)(flags & ~_registers[IrqFlagsMask]);

    private void Store(byte[] octets)
    {
        _registers[FifoRxCurrent] = _rxWrite;
        foreach (var octet in octets) _fifo[_rxWrite++] = octet;
        _registers[FifoRxByteAddr] = (byte)(_rxWrite - 1);
        _registers[RxNbBytes] = (byte)octets.Length;
    }

    private void StoreSignal(AirFrame frame, Reception reception)
    {
        var snr = reception.Snr.Value;
        _registers[PktSnr] = unchecked((byte)(sbyte)Math.Clamp(Math.Round(4 * snr), -128, 127));

        // Chapter 5.5.5: -157 (high frequency port; -164 low) + 16/15 Rssi above the noise, + Rssi + SNR below.
        var fromFloor = reception.Rssi.Value + (frame.Frequency.Value >= HighPort ? 157 : 164);
        var rssi = snr >= 0 ? fromFloor * 15 / 16 : fromFloor - snr;
        _registers[PktRssi] = Options.RssiRegister ?? (byte)Math.Clamp(Math.Round(rssi), 0, 255);
        _registers[Rssi] = (byte)Math.Clamp(Math.Round(fromFloor), 0, 255);
        var error = frame.Frequency.Value - ReceiveFrequency().Value;
        var steps = (int)Math.Round(error * 32e6 / (1 << 24) / (frame.Modulation.Bandwidth.Value / 500e3));
        for (var i = 0; i < 3; i++) _registers[FeiMsb + i] = (byte)((steps >> (8 * (2 - i))) & (i == 0 ? 0x0F : 0xFF));
    }

    private void Count16(byte lsb)
    {
        if (++_registers[lsb] == 0) _registers[lsb - 1]++;
    }

    private Hertz Frequency()
    {
        var steps = (_registers[FrfMsb] << 16) | (_registers[FrfMsb + 1] << 8) | _registers[FrfLsb];
        return new Hertz((long)Math.Round(steps * 32e6 / (1 << 19)));
    }

    /// <summary>With the correction of errata note 2.3 in place a narrow receiver hears below where it is tuned.</summary>
    private Hertz ReceiveFrequency()
    {
        var code = _registers[ModemConfig1] >> 4;
        var isCorrected = (_registers[DetectOptimize] & 0x80) == 0 && code <= 5
            && _registers[IfFreq1] == (code == 0 ? 0x48 : 0x44);
        return isCorrected ? new Hertz(Frequency().Value - BandwidthHertz[code]) : Frequency();
    }

    private Dbm Power()
    {
        var output = _registers[PaConfig] & 0x0F;

        // RFO is not connected on an RFM95.
        if ((_registers[PaConfig] & 0x80) == 0) return new Dbm(-40);
        var isHigh = (_registers[PaDac] & 7) == 7;
        var trim = _registers[Ocp] & 0x1F;
        var milliamperes = (_registers[Ocp] & 0x20) == 0 ? 240 : trim <= 15 ? 45 + (5 * trim) : -30 + (10 * trim);
        var most = milliamperes >= 140 ? 20 : 17;
        return new Dbm(Math.Min(most, isHigh ? 5 + output : 2 + output));
    }

    /// <summary>
    /// How it sends or listens by its registers; null where they contradict each other and nothing comes of it.
    /// </summary>
    private LoRaModulation? Modulation(bool isSending)
    {
        var bandwidth = _registers[ModemConfig1] >> 4;
        var factor = _registers[ModemConfig2] >> 4;
        var parity = (_registers[ModemConfig1] >> 1) & 7;
        var isImplicit = (_registers[ModemConfig1] & 1) != 0;
        if (bandwidth > 9 || factor is < 6 or > 12 || parity is 0 or > 4) return null;
        if (factor == 6 && !isImplicit) return null;
        var detect = _registers[DetectOptimize] & 7;
        if (detect != (factor == 6 ? 5 : 3) || _registers[DetectThreshold] != (factor == 6 ? 0x0C : 0x0A)) return null;
        var invert = _registers[InvertIq];
        var isInverted = isSending ? (invert & 0x01) == 0 : (invert & 0x40) != 0;
        if (_registers[InvertIq2] != (isInverted ? 0x19 : 0x1D)) return null;
        return new LoRaModulation
        {
            SpreadingFactor = new SpreadingFactor(factor),
            Bandwidth = new Hertz(BandwidthHertz[bandwidth]),
            CodingRate = CodingRate.FromParityBits(parity),
            LowDataRateOptimize = (_registers[ModemConfig3] & 0x08) != 0,
            PreambleSymbols = Math.Max(6, (_registers[PreambleMsb] << 8) | _registers[PreambleLsb]),
            ExplicitHeader = !isImplicit,
            Crc = (_registers[ModemConfig2] & 0x04) != 0,
            SyncWord = _registers[SyncWord],
            InvertIq = isInverted,
        };
    }
}
