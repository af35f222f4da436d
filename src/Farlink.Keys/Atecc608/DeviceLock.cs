using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Farlink.Keys.Atecc608;

/// <summary>
/// A lock on a device among the programs of this host (flock(2)): a service and a command that use one chip wait for each other.
/// The kernel takes it back when a program ends.
/// </summary>
internal sealed partial class DeviceLock : IDisposable
{
    private const int Exclusive = 2, NotWaiting = 4;
    private const int ReadOnly = 0, CloseOnExec = 0x80000;

    /// <summary>Longer than any sequence of commands takes.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(5);
    private readonly SafeFileHandle _file;

    private DeviceLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes it, as soon as nobody else has it.</summary>
    /// <param name="device">The device's file.</param>
    /// <exception cref="AteccException">Another program keeps it.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static DeviceLock Take(string device)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (TryTake(device) is { } taken) return taken;
            if (waited.Elapsed > Longest)
                throw new AteccException($"Another program keeps the chip on {device} busy. Is a command or a service stuck?");
            Thread.Sleep(Again);
        }
    }

    /// <summary>Takes it if nobody else has it; null if somebody has.</summary>
    /// <param name="device">The device's file.</param>
    /// <exception cref="IOException">There is no such file.</exception>
    public static DeviceLock? TryTake(string device)
    {
        // Not with File.Open: that takes a lock of its own, and fails where it has to wait.
        var file = new SafeFileHandle(Open(device, ReadOnly | CloseOnExec), ownsHandle: true);
        if (file.IsInvalid) throw new IOException($"Cannot open {device}: error {Marshal.GetLastPInvokeError()}.");
        if (Lock(file, Exclusive | NotWaiting) == 0) return new DeviceLock(file);
        file.Dispose();
        return null;
    }

    /// <summary>Gives it back.</summary>
    public void Dispose() => _file.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock")]
    private static partial int Lock(SafeFileHandle file, int operation);
}
