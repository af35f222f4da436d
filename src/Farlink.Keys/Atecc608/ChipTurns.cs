using System.Collections.Concurrent;

namespace Farlink.Keys.Atecc608;

/// <summary>
/// Who may use a chip: one at a time, in this process and among all of this host, which share it by a lock on the bus's device.
/// What the link needs goes first, so that TLS handshakes, which anybody on the WiFi can begin, do not keep it waiting; of those
/// only so many wait. Thread-safe.
/// </summary>
public sealed class ChipTurns
{
    /// <summary>Uses that are not urgent and wait; one more is refused.</summary>
    public const int MostWaiting = 16;

    private static readonly ConcurrentDictionary<(int Bus, int Address), ChipTurns> OfThisHost = new();

    private readonly object _gate = new();
    private readonly string? _device;
    private bool _isBusy;
    private int _urgent;
    private int _others;

    /// <summary>Turns of a chip that only this process can reach.</summary>
    public ChipTurns()
    {
    }

    private ChipTurns(string device) => _device = device;

    /// <summary>Whether somebody has its turn.</summary>
    internal bool IsBusy
    {
        get
        {
            lock (_gate) return _isBusy;
        }
    }

    /// <summary>Urgent uses that wait.</summary>
    internal int UrgentWaiting
    {
        get
        {
            lock (_gate) return _urgent;
        }
    }

    /// <summary>Other uses that wait.</summary>
    internal int OthersWaiting
    {
        get
        {
            lock (_gate) return _others;
        }
    }

    /// <summary>Turns of a chip on a bus of this host, the same for all who ask.</summary>
    public static ChipTurns Of(int bus, int address) =>
        OfThisHost.GetOrAdd((bus, address), _ => new ChipTurns($"/dev/i2c-{bus}"));

    /// <summary>Does something with the chip when it is its turn.</summary>
    /// <param name="isUrgent">Whether it goes before what is not.</param>
    /// <param name="use">What.</param>
    /// <exception cref="AteccException">Too many wait, or another program keeps the chip.</exception>
    internal T Take<T>(bool isUrgent, Func<T> use)
    {
        Enter(isUrgent);
        try
        {
            // A bus that is only a model has no device.
            using var host = File.Exists(_device) ? DeviceLock.Take(_device) : null;
            return use();
        }
        finally
        {
            Leave();
        }
    }

    private void Enter(bool isUrgent)
    {
        lock (_gate)
        {
            if (!isUrgent && _others >= MostWaiting)
                throw new AteccException($"{MostWaiting} others wait for the chip already. Try again.");
            if (isUrgent) _urgent++;
            else _others++;
            while (_isBusy || (!isUrgent && _urgent > 0)) Monitor.Wait(_gate);
            if (isUrgent) _urgent--;
            else _others--;
            _isBusy = true;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _isBusy = false;
            Monitor.PulseAll(_gate);
        }
    }
}
