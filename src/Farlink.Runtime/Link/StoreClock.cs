using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Storage;

namespace Farlink.Runtime.Link;

/// <summary>
/// The store's time: powered-on monotonic time. It goes on while the program is restarted on the same boot, stands still while
/// the host is off, and never follows the wall clock.
/// </summary>
public sealed class StoreClock
{
    private readonly TimeProvider _time;
    private readonly Duration _offset;

    private StoreClock(TimeProvider time, Duration offset)
    {
        _time = time;
        _offset = offset;
    }

    /// <summary>The time now.</summary>
    public Instant Now => _time.Now() + _offset;

    /// <summary>Goes on from what a store remembers.</summary>
    /// <param name="store">The store; it remembers the boot.</param>
    /// <param name="image">Its content.</param>
    /// <param name="time">The monotonic clock of this boot.</param>
    public static StoreClock Start(SqliteStore store, StoreImage image, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(image);
        var clock = Continue(image, store.LoadClock(), time);
        store.SaveClock(BootId(), clock._offset.Nanoseconds);
        return clock;
    }

    /// <summary>The clock of a store that somebody else runs, or nobody.</summary>
    /// <param name="image">Its content.</param>
    /// <param name="saved">What it remembers of the boot.</param>
    /// <param name="time">The monotonic clock of this boot.</param>
    public static StoreClock Continue(
        StoreImage image, (long BootIdHash, long OffsetNanoseconds)? saved, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(image);
        var now = time.Now();
        var offset = image.Time - now;
        if (saved is { } known && known.BootIdHash == BootId())
        {
            var goesOn = new Duration(known.OffsetNanoseconds);
            if (now + goesOn > image.Time) offset = goesOn;
        }

        return new StoreClock(time, offset);
    }

    /// <summary>An instant of the monotonic clock in the store's time.</summary>
    public Instant From(Instant monotonic) => monotonic + _offset;

    /// <summary>Waits until an instant of the store's time.</summary>
    public Task WaitUntil(Instant instant, CancellationToken cancellationToken) =>
        _time.WaitUntil(instant - _offset, cancellationToken);

    private static long BootId()
    {
        // Not there in some containers: then every start counts as a boot, and age stands still over it.
        const string path = "/proc/sys/kernel/random/boot_id";
        var text = File.Exists(path) ? File.ReadAllText(path) : Guid.NewGuid().ToString();
        return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }
}
