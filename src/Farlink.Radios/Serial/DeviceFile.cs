using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Farlink.Radios.Serial;

/// <summary>
/// A character device: reading waits until there is something, the device is gone, or <see cref="Dispose"/> is called by another
/// thread. One reads and one writes at a time.
/// </summary>
public sealed partial class DeviceFile : IDisposable
{
    private const short PollIn = 1, PollOut = 4;
    private const int Again = 11, Interrupted = 4;
    private const int NonBlockingCloseOnExec = 0x80800;

    /// <summary>A device that takes nothing for so long hangs.</summary>
    private const int WriteTimeoutMilliseconds = 2000;

    private readonly SafeFileHandle _file;
    private readonly SafeFileHandle _wake;
    private readonly string _name;
    private int _isDisposed;

    /// <summary>Takes over an open descriptor that does not block.</summary>
    /// <param name="descriptor">From <c>open</c> with O_NONBLOCK; closed with this object.</param>
    /// <param name="name">For errors.</param>
    public DeviceFile(int descriptor, string name)
    {
        _file = new SafeFileHandle(descriptor, ownsHandle: true);
        _wake = new SafeFileHandle(CreateEvent(0, NonBlockingCloseOnExec), ownsHandle: true);
        _name = name;
        if (!_wake.IsInvalid) return;
        _file.Dispose();
        throw new IOException($"Cannot use {name}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    /// <summary>Reads what is there, and waits for it.</summary>
    /// <returns>Octets read; 0 when it was disposed.</returns>
    /// <exception cref="IOException">The device is gone.</exception>
    public int Read(Span<byte> octets)
    {
        try
        {
            while (Wait(PollIn, timeoutMilliseconds: -1) is Readiness.Device)
            {
                var read = Read(_file, octets, octets.Length);
                if (read > 0) return (int)read;
                if (read == 0) throw new IOException($"{_name} is gone.");
                if (Marshal.GetLastPInvokeError() is var error and not (Again or Interrupted)) throw Failure("read", error);
            }
        }
        catch (ObjectDisposedException)
        {
            // Between the wait and the reading.
        }

        return 0;
    }

    /// <summary>Writes all of it.</summary>
    /// <exception cref="IOException">The device is gone or takes nothing.</exception>
    public void Write(ReadOnlySpan<byte> octets)
    {
        try
        {
            while (octets.Length > 0)
            {
                var written = Write(_file, octets, octets.Length);
                if (written > 0)
                {
                    octets = octets[(int)written..];
                    continue;
                }

                if (written < 0 && Marshal.GetLastPInvokeError() is var error and not (Again or Interrupted))
                    throw Failure("write to", error);
                if (Wait(PollOut, WriteTimeoutMilliseconds) is not Readiness.Device)
                    throw new IOException($"{_name} takes nothing.");
            }
        }
        catch (ObjectDisposedException closed)
        {
            throw new IOException($"{_name} was closed.", closed);
        }
    }

    /// <summary>Ends a wait for something to read, and closes the device once nobody uses it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        Span<byte> one = stackalloc byte[sizeof(ulong)];
        one[0] = 1;
        one[^1] = 1;
        _ = Write(_wake, one, one.Length);
        _file.Dispose();
        _wake.Dispose();
    }

    private IOException Failure(string what, int error) =>
        new($"Cannot {what} {_name}: {Marshal.GetPInvokeErrorMessage(error)}.");

    /// <summary>Waits for the device or the end; both are held open meanwhile.</summary>
    private unsafe Readiness Wait(short events, int timeoutMilliseconds)
    {
        bool isHeld = false, isWakeHeld = false;
        try
        {
            _file.DangerousAddRef(ref isHeld);
            _wake.DangerousAddRef(ref isWakeHeld);
            var polled = stackalloc PollDescriptor[2];
            polled[0] = new PollDescriptor { Descriptor = (int)_file.DangerousGetHandle(), Events = events };
            polled[1] = new PollDescriptor { Descriptor = (int)_wake.DangerousGetHandle(), Events = PollIn };
            var ready = Poll(polled, 2, timeoutMilliseconds);
            if (ready > 0 && polled[1].Answers != 0) return Readiness.Ended;
            return ready == 0 ? Readiness.Nothing : Readiness.Device;
        }
        catch (ObjectDisposedException)
        {
            return Readiness.Ended;
        }
        finally
        {
            if (isHeld) _file.DangerousRelease();
            if (isWakeHeld) _wake.DangerousRelease();
        }
    }

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int CreateEvent(uint start, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, Span<byte> octets, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> octets, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(PollDescriptor* descriptors, nuint count, int timeoutMilliseconds);

    private enum Readiness
    {
        Nothing,
        Device,
        Ended,
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Answers;
    }
}
