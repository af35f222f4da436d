namespace Farlink.Simulation.Elements;

/// <summary>
/// A Microchip ATECC608A or B on its I2C bus, to the octet: wake, idle and sleep, the watchdog, busy times, packets, and the
/// commands that a node's identity needs. Written from the public data sheets (ATECC508A, ATECC608A/B-TNGTLS and -TFLXTLS),
/// apart from the driver. Its clock is the time stamps that it is given, its random numbers are the caller's: the same seed
/// and the same calls give the same octets. Thread-safe.
/// </summary>
/// <remarks>
/// Not modelled: GenDig, MAC, CheckMac, HMAC, DeriveKey, AES, KDF and SecureBoot, and the modes that the commands name
/// (parse error, 03); all that is encrypted or needs the IO protection key (execution error, 0F); keys that another must
/// authorize (always refused, 0F); keys bound to a counter, to the persistent latch or to a volatile permission (the binding
/// has no effect); X.509 formats; the self test at power-up by ChipOptions; the single-wire interface; bus speed, and that
/// slow traffic to others wakes it.
/// </remarks>
public sealed class Atecc608Model
{
    /// <summary>Where a wake pulse goes: an address that nobody acknowledges, whose zeros hold SDA low for long enough.</summary>
    public const int GeneralCall = 0x00;

    private const byte WordReset = 0x00, WordSleep = 0x01, WordIdle = 0x02, WordCommand = 0x03;

    private readonly Lock _gate = new();
    private readonly ChipClock _clock;
    private readonly Atecc608ModelOptions _options;
    private readonly Atecc608State _state;
    private readonly InputBuffer _input = new();
    private readonly OutputBuffer _output = new();
    private PowerMode _power = PowerMode.Asleep;
    private int _address;
    private long _readyAt, _watchdogAt, _endsAt;
    private Func<byte[]>? _running;

    /// <summary>Powers up a chip; it sleeps.</summary>
    /// <param name="time">Its clock; only time stamps are taken.</param>
    /// <param name="options">What chip it is.</param>
    /// <param name="random">Fills octets with random numbers; called on the thread of a transfer, one call at a time.</param>
    /// <exception cref="ArgumentException">A value of the options is out of range.</exception>
    public Atecc608Model(TimeProvider time, Atecc608ModelOptions options, Action<Span<byte>> random)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        if (options.ExecutionShare is not (> 0 and <= 1))
            throw new ArgumentException("The share of the longest time is above 0 to 1.", nameof(options));
        if (options.Watchdog <= TimeSpan.Zero) throw new ArgumentException("The watchdog's time is above 0.", nameof(options));
        _clock = new ChipClock(time);
        _options = options;
        _state = new Atecc608State(options, random);
        _address = _state.Config.Address;
    }

    /// <summary>
    /// Told of every transfer to its address or to all, after it: a direction of <see cref="Atecc608Trace"/>, and the octets
    /// as they were on the wires. Called on the thread of the transfer, outside the chip's lock; must not throw.
    /// </summary>
    public Action<string, ReadOnlyMemory<byte>>? Trace { get; set; }

    /// <summary>What goes wrong with it; may be changed at any time. A command whose time is over is not touched.</summary>
    public Atecc608Faults Faults
    {
        get
        {
            lock (_gate)
            {
                Advance();
                return _state.Faults;
            }
        }
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (_gate)
            {
                Advance();
                _state.Faults = value;
            }
        }
    }

    /// <summary>The address of seven bits to which it answers now; a new one holds from the next sleep on.</summary>
    public int Address
    {
        get
        {
            lock (_gate)
            {
                Advance();
                return _address;
            }
        }
    }

    /// <summary>A host writes.</summary>
    /// <param name="address">Seven bits; <see cref="GeneralCall"/> is a wake pulse, whatever the octets.</param>
    /// <param name="octets">Word address and what follows; may be empty, as when a bus is scanned.</param>
    /// <returns>Whether it was acknowledged. A wake pulse never is.</returns>
    public bool Write(int address, ReadOnlySpan<byte> octets)
    {
        bool isAcknowledged;
        lock (_gate)
        {
            Advance();
            if (address == GeneralCall) Wake();
            else if (address != _address) return false;
            isAcknowledged = address != GeneralCall && IsReady() && Accept(octets);
        }

        var direction = isAcknowledged ? Atecc608Trace.Write : Atecc608Trace.RefusedWrite;
        Tell(address == GeneralCall ? Atecc608Trace.Wake : direction, octets);
        return isAcknowledged;
    }

    /// <summary>A host reads.</summary>
    /// <param name="address">Seven bits.</param>
    /// <param name="octets">Where the octets go, from the chip's pointer on; 0xFF after the end of the response.</param>
    /// <returns>Whether its address was acknowledged; if not, nothing is written.</returns>
    public bool Read(int address, Span<byte> octets)
    {
        bool isAcknowledged;
        lock (_gate)
        {
            Advance();
            if (address != _address) return false;
            // Half a command in, nothing goes out (data sheet, "I2C Transmission from the device").
            isAcknowledged = IsReady() && !_input.IsPartial;
            if (isAcknowledged) _output.Read(octets);
        }

        if (isAcknowledged) Tell(Atecc608Trace.Read, octets);
        else Tell(Atecc608Trace.RefusedRead, []);
        return isAcknowledged;
    }

    /// <summary>Its supply fails for a moment: it sleeps, RAM is empty, and a command that has not ended has no effect.</summary>
    public void PowerCycle()
    {
        lock (_gate)
        {
            Advance();
            Sleep();
        }
    }

    /// <summary>
    /// Whether the octets of a private key that it holds or ever held, or 16 in a row of them, are among some octets: those of a
    /// trace, a file, a process's memory. A key that a host put in with PrivWrite counts.
    /// </summary>
    public bool ContainsPrivateKey(ReadOnlySpan<byte> octets)
    {
        lock (_gate) return _state.Witness.OccursIn(octets);
    }

    /// <summary>The same for a text, such as a log: hexadecimal digits with or without signs between them, or Base64.</summary>
    public bool ContainsPrivateKey(ReadOnlySpan<char> text)
    {
        lock (_gate) return _state.Witness.OccursIn(text);
    }

    /// <summary>Lets happen what the time since the last call brought: the end of a command, then the watchdog.</summary>
    private void Advance()
    {
        if (_power != PowerMode.Awake || (_running is not null && _state.Faults.HoldsBusy)) return;
        var now = _clock.Now;
        if (_running is not null && _endsAt <= now && _endsAt <= _watchdogAt) Finish(_running);
        if (_watchdogAt <= now) Sleep();
    }

    private bool IsReady() =>
        _power == PowerMode.Awake && _running is null && _readyAt <= _clock.Now && !_state.Faults.IsDead;

    private void Wake()
    {
        // Awake, it does not hear another pulse: the watchdog runs on, and what there is to read stays.
        if (_power == PowerMode.Awake || _state.Faults.IsDead) return;
        if (_state.Faults.IgnoredWakes > 0)
        {
            _state.Faults = _state.Faults with { IgnoredWakes = _state.Faults.IgnoredWakes - 1 };
            return;
        }

        _power = PowerMode.Awake;
        _readyAt = _clock.After(Atecc608Timing.WakeDelay);
        _watchdogAt = _clock.After(_state.Config.IsWatchdogLong ? Atecc608Timing.LongWatchdog : _options.Watchdog);
        _state.ForgetSinceWake();
        _state.FailedTests = _state.Faults.FailingSelfTests;
        var isWell = _state.FailedTests == Atecc608SelfTests.None;
        var answer = OutputBuffer.Frame(Reply.Of(isWell ? Atecc608Status.AfterWake : Atecc608Status.SelfTestError));
        _state.Faults = ResponseFaults.SpoilWake(_state.Faults, answer);
        _output.Load(answer);
    }

    private bool Accept(ReadOnlySpan<byte> octets)
    {
        switch (octets)
        {
            case []:
                return true;
            case [WordReset, ..]:
                _input.Clear();
                _output.Rewind();
                return true;
            case [WordSleep, ..]:
                Sleep();
                return true;
            case [WordIdle, ..]:
                Rest(PowerMode.Idle);
                return true;
            case [WordCommand, .. var piece]:
                if (_input.Take(piece) is { } packet) Begin(packet);
                return true;
            default:
                return false;
        }
    }

    private void Begin(byte[] octets)
    {
        var packet = Atecc608Packet.Parse(octets);
        if (packet is null)
        {
            Run(Atecc608Timing.Refusal, () => Reply.Of(Atecc608Status.CrcError));
            return;
        }

        var duration = Atecc608Timing.Maximum(packet.Opcode, _state.Config.ClockDivider) * _options.ExecutionShare;
        if (_clock.After(duration) > _watchdogAt)
        {
            Run(Atecc608Timing.Refusal, () => Reply.Of(Atecc608Status.WatchdogAboutToExpire));
            return;
        }

        Run(duration * _state.Faults.Slowness, () => Atecc608Commands.Run(_state, packet));
    }

    private void Run(TimeSpan duration, Func<byte[]> command)
    {
        _output.Clear();
        _endsAt = _clock.After(duration);
        _running = command;
    }

    /// <summary>A command has its effect when it ends, so that none is half done when the watchdog or power ends it.</summary>
    private void Finish(Func<byte[]> command)
    {
        _running = null;
        var response = OutputBuffer.Frame(command());
        _state.Faults = ResponseFaults.Spoil(_state.Faults, response);
        _output.Load(response);
    }

    private void Sleep()
    {
        Rest(PowerMode.Asleep);
        _state.ForgetVolatile();
        _address = _state.Config.Address;
    }

    private void Rest(PowerMode mode)
    {
        _power = mode;
        _running = null;
        _input.Clear();
        _output.Clear();
    }

    private void Tell(string direction, ReadOnlySpan<byte> octets) => Trace?.Invoke(direction, octets.ToArray());
}
