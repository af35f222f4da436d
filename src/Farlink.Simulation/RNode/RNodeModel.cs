using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;

namespace Farlink.Simulation.RNode;

/// <summary>
/// An RNode on a serial port of this host: KISS towards the program, a <see cref="SimulatedEther"/> as the air. Typed from the
/// firmware's behaviour (Framing.h, RNode_Firmware.ino), apart from the driver.
/// </summary>
public sealed class RNodeModel : IAsyncDisposable
{
    private const byte FrameEnd = 0xC0, FrameEscape = 0xDB, TransposedEnd = 0xDC, TransposedEscape = 0xDD;
    private const int MostPacket = 508, MostSingle = 254, MostQueued = 32;
    private const byte Split = 0x01, SequenceMask = 0xF0;
    private const int MostContentionSlots = 14;

    /// <summary>Airtime is told over two bins of 7.5 s.</summary>
    private const double ShortTermMilliseconds = 15_000;

    private readonly SimulatedEther _ether;
    private readonly Station _station;
    private readonly RNodeOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Lock _lock = new();
    private readonly Queue<byte[]> _queue = new();
    private readonly SemaphoreSlim _queued = new(0);
    private readonly CancellationTokenSource _closing = new();
    private readonly List<byte> _frame = [];
    private PseudoTerminal? _port;
    private RNodeSettings _settings = new();
    private bool _isOn, _isEscaped, _isInFrame;
    private byte[]? _half;
    private byte _halfSequence;
    private Task _sending = Task.CompletedTask, _listening = Task.CompletedTask;
    private TaskCompletionSource _on = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ushort _airtime;
    private int _underWay;

    private RNodeModel(SimulatedEther ether, RNodeOptions options, TimeProvider time, Random random)
    {
        (_ether, _options, _time, _random) = (ether, options, time, random);
        _station = new Station { Name = options.Name, Position = options.Position, IsOn = false };
        ether.Join(_station, new EtherListener
        {
            OnHeader = _ => Interlocked.Increment(ref _underWay),
            OnReception = (frame, reception) => Hear(frame, reception),
        });
        Plug();
    }

    /// <summary>Its port.</summary>
    public string Path => _options.Link ?? _port?.Path ?? throw new InvalidOperationException("It is unplugged.");

    /// <summary>An error it answers the next packets with instead of sending them; null: it sends.</summary>
    public byte? Fails { get; set; }

    /// <summary>Whether it says nothing at all, as other firmware would.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Frames it put on the air.</summary>
    public int Sent { get; private set; }

    /// <summary>Limits of its own on airtime, in 1/100 %: what a program set.</summary>
    public (int Short, int Long) Locks => (_settings.ShortLock, _settings.LongLock);

    /// <summary>Plugs one in.</summary>
    /// <param name="ether">What it sends into.</param>
    /// <param name="options">How it is built.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="random">For its waits and sequence numbers.</param>
    public static RNodeModel Start(SimulatedEther ether, RNodeOptions options, TimeProvider time, Random random)
    {
        ArgumentNullException.ThrowIfNull(ether);
        ArgumentNullException.ThrowIfNull(options);
        var model = new RNodeModel(ether, options, time, random);
        model._sending = model.SendAsync();
        return model;
    }

    /// <summary>Pulls it out: the port is gone, and what it was set to.</summary>
    public async Task UnplugAsync()
    {
        lock (_lock)
        {
            _port?.Dispose();
            _port = null;
            SwitchOff();
            _settings = new RNodeSettings();
            _queue.Clear();
        }

        if (_options.Link is { } link) File.Delete(link);
        await _listening;
    }

    /// <summary>It starts anew by itself; its port stays.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            SwitchOff();
            _settings = new RNodeSettings();
            _queue.Clear();
            _port?.Write("rst:0xf (BROWNOUT_RESET)\r\n"u8);
        }

        if (_options.TellsReset) Say(0x55, [0xF8]);
    }

    /// <summary>Plugs it in, or in again.</summary>
    public void Plug()
    {
        var port = new PseudoTerminal();
        if (_options.Link is { } link) File.CreateSymbolicLink(link, port.Path);
        _port = port;
        _listening = Task.Factory.StartNew(
            () => Listen(port), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (_options.PrintsAtStart) port.Write("ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET)\r\n"u8);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await UnplugAsync();
        await _sending;
        _ether.Leave(_station);
        _closing.Dispose();
    }

    private void Listen(PseudoTerminal port)
    {
        var octets = new byte[256];
        try
        {
            while (port.Read(octets) is > 0 and var count)
                foreach (var octet in octets.AsSpan(0, count)) Take(octet);
        }
        catch (IOException)
        {
            // Unplugged.
        }
    }

    private void Take(byte octet)
    {
        if (octet == FrameEnd)
        {
            if (_isInFrame && _frame.Count > 0 && !IsDeaf) Do(_frame[0], [.. _frame.Skip(1)]);
            _frame.Clear();
            (_isInFrame, _isEscaped) = (true, false);
        }
        else if (_isInFrame && octet == FrameEscape)
        {
            _isEscaped = true;
        }
        else if (_isInFrame && _frame.Count <= MostPacket)
        {
            if (_isEscaped) octet = octet == TransposedEnd ? FrameEnd : octet == TransposedEscape ? FrameEscape : octet;
            _isEscaped = false;
            _frame.Add(octet);
        }
    }

    private void Do(byte command, byte[] value)
    {
        switch (command)
        {
            case 0x00:
                Enqueue(value);
                break;
            case 0x01 when value.Length == 4:
                if (Number(value) is > 0 and var frequency) _settings.Frequency = frequency;
                Say(command, Octets(_settings.Frequency));
                break;
            case 0x02 when value.Length == 4:
                if (Number(value) is > 0 and var bandwidth) _settings.Bandwidth = bandwidth;
                Say(command, Octets(_settings.Bandwidth));
                break;
            case 0x03 when value is [var power]:
                if (power != 0xFF) _settings.Power = Math.Min(power, _options.HighestPower);
                if (_isOn) _ether.SetPower(_station, new Dbm(_settings.Power));
                Say(command, [_settings.Power]);
                break;
            case 0x04 when value is [var factor]:
                if (factor != 0xFF) _settings.Factor = Math.Clamp(factor, (byte)5, (byte)12);
                Say(command, [_settings.Factor]);
                break;
            case 0x05 when value is [var rate]:
                if (rate != 0xFF) _settings.Rate = Math.Clamp(rate, (byte)5, (byte)8);
                Say(command, [_settings.Rate]);
                break;
            case 0x06 when value is [var state]:
                Switch(state);
                break;
            case 0x08 when value is [0x73]:
                Say(command, [0x46]);
                break;
            case 0x0B when value.Length == 2:
                _settings.ShortLock = (ushort)((value[0] << 8) | value[1]);
                Say(command, value);
                break;
            case 0x0C when value.Length == 2:
                _settings.LongLock = (ushort)((value[0] << 8) | value[1]);
                Say(command, value);
                break;
            case 0x48 or 0x49:
                Say(command, [command == 0x48 ? (byte)0x80 : (byte)0x81]);
                break;
            case 0x50:
                Say(command, [(byte)_options.Firmware.Major, (byte)_options.Firmware.Minor]);
                break;
        }
    }

    private void Switch(byte state)
    {
        if (state == 0) SwitchOff();
        if (state == 1 && !_isOn && _settings.IsComplete)
        {
            _ether.Tune(_station, new Hertz(_settings.Frequency), _settings.Modulation, new Dbm(_settings.Power));
            _ether.Listen(_station, true);
            _isOn = true;
            _on.TrySetResult();
            Say(0x26, _settings.Physical());
        }

        Say(0x06, [_isOn ? (byte)1 : (byte)0]);
    }

    private void SwitchOff()
    {
        _ether.Listen(_station, false);
        _isOn = false;
        if (_on.Task.IsCompleted) _on = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _underWay = 0;
    }

    private void Enqueue(byte[] packet)
    {
        if (packet.Length == 0) return;
        if (Fails is { } number)
        {
            Say(0x90, [number]);
            return;
        }

        lock (_lock)
        {
            // Its firmware says nothing of a packet that finds no room, nor of one that finds the radio off.
            if (_queue.Count >= MostQueued) return;
            _queue.Enqueue(packet);
        }

        _queued.Release();
    }

    /// <summary>
    /// Waits for a free channel and a random number of slots, then sends: one frame, or two of the same sequence.
    /// </summary>
    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                await _queued.WaitAsync(_closing.Token);
                byte[]? packet;
                lock (_lock) _ = _queue.TryDequeue(out packet);
                if (packet is null) continue;
                await _on.Task.WaitAsync(_closing.Token);
                await ContendAsync();
                var header = (byte)(_random.Next(256) & SequenceMask);
                if (packet.Length > MostSingle) header |= Split;
                foreach (var part in packet.Chunk(MostSingle)) await TransmitAsync([header, .. part]);
            }
        }
        catch (OperationCanceledException)
        {
            // Closing.
        }
    }

    private async Task TransmitAsync(byte[] octets)
    {
        _underWay = 0;
        var frame = _ether.Begin(_station, octets);
        try
        {
            await _time.WaitUntil(frame.End, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            _ether.Abort(frame);
            throw;
        }

        _ether.Complete(frame);
        Sent++;
        var share = Math.Ceiling((frame.End - frame.Start).Milliseconds * 10_000 / ShortTermMilliseconds);
        _airtime = (ushort)Math.Min(ushort.MaxValue, _airtime + share);
        if (_options.TellsAirtime) Say(0x25, [(byte)(_airtime >> 8), (byte)_airtime, 0, 0, 0, 0, 0, 0, 30, 30, 0xFF]);
    }

    private async Task ContendAsync()
    {
        while (true)
        {
            while (IsBusy())
                await _time.WaitUntil(_time.Now() + Duration.FromMilliseconds(_settings.SlotMilliseconds), _closing.Token);
            var wait = _settings.QuietMilliseconds + (_settings.SlotMilliseconds * _random.Next(MostContentionSlots + 1));
            await _time.WaitUntil(_time.Now() + Duration.FromMilliseconds(wait), _closing.Token);
            if (!IsBusy()) return;
        }
    }

    /// <summary>The chip's status: a preamble on the channel, or a frame whose header was read.</summary>
    private bool IsBusy() => Volatile.Read(ref _underWay) > 0 || _ether.HasActivity(_station);

    private void Hear(AirFrame frame, Reception reception)
    {
        _underWay = 0;
        var octets = frame.Octets.AsSpan();
        if (!_isOn || reception.Result != ReceptionResult.Received || octets.Length < 2) return;
        var (header, data) = (octets[0], octets[1..].ToArray());
        if ((header & Split) != 0 && (_half is null || _halfSequence != (header & SequenceMask)))
        {
            (_half, _halfSequence) = (data, (byte)(header & SequenceMask));
            return;
        }

        if ((header & Split) != 0) data = [.. _half!, .. data];
        _half = null;
        Say(0x23, [(byte)Math.Clamp(reception.Rssi.Value + 157, 0, 255)]);
        Say(0x24, [(byte)(sbyte)Math.Clamp(reception.Snr.Value * 4, -128, 127)]);
        Say(0x00, data);
    }

    private void Say(byte command, ReadOnlySpan<byte> value)
    {
        List<byte> wire = [FrameEnd, command];
        foreach (var octet in value)
        {
            if (octet == FrameEnd) wire.AddRange([FrameEscape, TransposedEnd]);
            else if (octet == FrameEscape) wire.AddRange([FrameEscape, TransposedEscape]);
            else wire.Add(octet);
        }

        wire.Add(FrameEnd);
        lock (_lock)
        {
            try
            {
                _port?.Write([.. wire]);
            }
            catch (IOException)
            {
                // Nobody reads, or it was pulled out.
            }
        }
    }

    private static uint Number(byte[] octets) =>
        ((uint)octets[0] << 24) | ((uint)octets[1] << 16) | ((uint)octets[2] << 8) | octets[3];

    private static byte[] Octets(uint number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
}
