using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;
using Farlink.Radios.Bus;
using Farlink.Simulation.Air;
using Farlink.Simulation.Ether;

namespace Farlink.Simulation.Chips;

/// <summary>
/// A radio chip as its host sees it: SPI octets while it is selected, a reset line, lines that rise. What it sends and hears goes
/// over a <see cref="SimulatedEther"/>. Written from the data sheet, apart from the driver. Thread-safe.
/// </summary>
public abstract class ChipModel : IDisposable
{
    private readonly Random _random = new(1);
    private readonly List<ITimer> _timers = [];
    private bool _isInReset;
    private AirFrame? _onAir;
    private long _life;

    private protected ChipModel(SimulatedEther ether, ChipModelOptions options, TimeProvider time)
    {
        Ether = ether;
        Options = options;
        Time = time;
        Station = new Station { Name = options.Name, Position = options.Position, IsOn = false };
        ether.Join(Station, new EtherListener
        {
            OnPreamble = frame => InLock(() => HandlePreamble(frame)),
            OnHeader = frame => InLock(() => HandleHeader(frame)),
            OnReception = (frame, reception) => InLock(() => HandleReception(frame, reception)),
        });
    }

    /// <summary>Told when the interrupt line rises, from any thread; must not block.</summary>
    public Action? OnInterrupt { get; set; }

    /// <summary>What goes wrong with it.</summary>
    public ChipFaults Faults { get; } = new();

    /// <summary>SPI octets so far, for tests of an idle host.</summary>
    public long Transferred { get; private set; }

    private protected SimulatedEther Ether { get; }

    private protected ChipModelOptions Options { get; }

    private protected TimeProvider Time { get; }

    private protected Station Station { get; }

    private protected Lock Gate { get; } = new();

    /// <summary>Whether a line from the chip, or what drives a line to it, is high.</summary>
    public bool Read(ChipLine line)
    {
        lock (Gate) return line != ChipLine.Interrupt ? Level(line) : Level(line) && !Faults.InterruptIsCut;
    }

    /// <summary>Sets a line to the chip.</summary>
    public void Set(ChipLine line, bool isHigh)
    {
        InLock(() =>
        {
            if (line != ChipLine.Reset)
            {
                Switch(line, isHigh);
                return;
            }

            if (!isHigh) PowerUp();
            _isInReset = !isHigh;
        });
    }

    /// <summary>Chip select goes low (true) or high.</summary>
    public void Select(bool isSelected)
    {
        InLock(() =>
        {
            if (!_isInReset) HandleSelect(isSelected);
        });
    }

    /// <summary>One octet out and one in, while it is selected.</summary>
    public byte Exchange(byte value)
    {
        byte answer = 0;
        InLock(() =>
        {
            Transferred++;
            value = OverWires(value);
            answer = Faults.HasNoPower ? (byte)0xFF : _isInReset || Faults.MisoIsLow ? (byte)0 : HandleOctet(value);
            answer = OverWires(answer);
        });
        return answer;
    }

    /// <summary>Its supply fails for a moment: everything it was told is gone.</summary>
    public void BrownOut() => InLock(PowerUp);

    /// <summary>It is unplugged.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            StopAll();
            Ether.Leave(Station);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>All registers as after a reset.</summary>
    private protected abstract void ResetRegisters();

    private protected abstract void HandleSelect(bool isSelected);

    private protected abstract byte HandleOctet(byte value);

    private protected abstract bool Level(ChipLine line);

    private protected abstract void Switch(ChipLine line, bool isHigh);

    private protected abstract void HandlePreamble(AirFrame frame);

    private protected abstract void HandleHeader(AirFrame frame);

    private protected abstract void HandleReception(AirFrame frame, Reception reception);

    /// <summary>Whether a frame that came whole is to count as broken.</summary>
    private protected bool BreaksCrc() => Faults.CrcErrorShare > 0 && _random.NextDouble() < Faults.CrcErrorShare;

    private byte OverWires(byte octet) => Faults.SpiNoiseShare > 0 && _random.NextDouble() < Faults.SpiNoiseShare
        ? (byte)(octet ^ (1 << _random.Next(8))) : octet;

    /// <summary>Octets of a frame that was disturbed.</summary>
    private protected byte[] Disturbed(byte[] octets)
    {
        byte[] broken = [.. octets];
        for (var i = 0; i < 4; i++) broken[_random.Next(broken.Length)] ^= (byte)(1 + _random.Next(255));
        return broken;
    }

    /// <summary>Does something later unless the chip is told something else before.</summary>
    private protected void After(Duration delay, Action action)
    {
        var life = _life;
        _timers.Add(Time.CreateTimer(
            _ => InLock(() =>
            {
                if (life == _life) action();
            }),
            null, Whole(delay), Timeout.InfiniteTimeSpan));
    }

    /// <summary>System timers cut off fractions of a millisecond; nothing may end before its time.</summary>
    private static TimeSpan Whole(Duration delay) => TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, delay.Milliseconds)));

    /// <summary>What was to happen later does not: it went to another mode.</summary>
    private protected void ForgetTimers()
    {
        _life++;
        foreach (var timer in _timers) timer.Dispose();
        _timers.Clear();
    }

    /// <summary>Whatever the modem was doing ends: a frame on the air is cut off, nothing is heard.</summary>
    private protected void StopAll()
    {
        ForgetTimers();
        Ether.Listen(Station, false);
        if (_onAir is not { } cut) return;
        _onAir = null;
        Ether.Abort(cut);
    }

    /// <summary>Puts a frame on the air; <paramref name="then"/> when its last symbol has left.</summary>
    private protected void Transmit(byte[] octets, Hertz frequency, LoRaModulation modulation, Dbm power, Action then)
    {
        if (Faults.Hangs) return;
        Ether.Tune(Station, frequency, modulation, power);
        var frame = Ether.Begin(Station, octets);
        _onAir = frame;
        After(frame.End - frame.Start, () =>
        {
            _onAir = null;
            Ether.Complete(frame);
            then();
        });
    }

    /// <summary>Begins to listen.</summary>
    private protected void Listen(Hertz frequency, LoRaModulation modulation)
    {
        if (Faults.Hangs) return;
        Ether.Tune(Station, frequency, modulation, Station.Power);
        Ether.Listen(Station, true);
    }

    private void PowerUp()
    {
        StopAll();
        ResetRegisters();
    }

    /// <summary>Runs a change, and tells a rise of the interrupt line that it made, outside the lock.</summary>
    private void InLock(Action change)
    {
        bool hasRisen;
        lock (Gate)
        {
            var before = Level(ChipLine.Interrupt);
            change();
            hasRisen = !before && Level(ChipLine.Interrupt) && !Faults.InterruptIsCut;
        }

        if (hasRisen) OnInterrupt?.Invoke();
    }
}
