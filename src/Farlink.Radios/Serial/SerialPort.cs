using System.Runtime.InteropServices;

namespace Farlink.Radios.Serial;

/// <summary>
/// Opens a serial port as modems want it: raw, 8 bits, no parity, one stop bit, 115,200 baud, no flow control (ioctl_tty(2)). The
/// calls of the C library for it differ in what a speed is; those of the kernel do not.
/// </summary>
public static partial class SerialPort
{
    /// <summary>O_RDWR, O_NOCTTY, O_NONBLOCK, O_CLOEXEC.</summary>
    private const int OpenFlags = 0x80902;

    private const uint Baud = 115_200;

    /// <summary>CS8, CREAD, CLOCAL, BOTHER: the speed is the number itself.</summary>
    private const uint ControlFlags = 0x0030 | 0x0080 | 0x0800 | 0x1000;

    /// <summary>VTIME and VMIN: a read waits for one octet.</summary>
    private const int MinimumIndex = 6;

    /// <summary>TCGETS2, TCSETS2, TCFLSH, TIOCEXCL.</summary>
    private const nuint GetSettings = 0x802C_542A, SetSettings = 0x402C_542B, Flush = 0x540B, Exclusive = 0x540C;

    /// <summary>TCIOFLUSH: what waits either way.</summary>
    private const nint BothWays = 2;

    /// <summary>Opens one.</summary>
    /// <param name="path">As <c>/dev/ttyUSB0</c>.</param>
    /// <param name="isExclusive">Whether nobody else may open it meanwhile.</param>
    /// <exception cref="IOException">It is not there, not ours, in use, or no serial port.</exception>
    public static DeviceFile Open(string path, bool isExclusive = true)
    {
        var descriptor = Open(path, OpenFlags);
        if (descriptor < 0)
            throw new IOException($"Cannot open {path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        var file = new DeviceFile(descriptor, path);
        if (Ask(descriptor, GetSettings, out _) != 0)
        {
            file.Dispose();
            throw new IOException($"{path} is no serial port.");
        }

        var raw = new Settings { ControlFlags = ControlFlags, InputSpeed = Baud, OutputSpeed = Baud };
        raw.Characters[MinimumIndex] = 1;
        if (isExclusive) _ = Control(descriptor, Exclusive, 0);
        if (Tell(descriptor, SetSettings, in raw) == 0)
        {
            _ = Control(descriptor, Flush, BothWays);
            return file;
        }

        file.Dispose();
        throw new IOException($"{path} cannot be set to {Baud} baud.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ask(int descriptor, nuint request, out Settings settings);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Tell(int descriptor, nuint request, in Settings settings);

    /// <summary>NCCS of the kernel.</summary>
    [System.Runtime.CompilerServices.InlineArray(19)]
    private struct ControlCharacters
    {
        private byte _first;
    }

    /// <summary>struct termios2; flags that are zero are off.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Settings
    {
        public uint InputFlags;
        public uint OutputFlags;
        public uint ControlFlags;
        public uint LocalFlags;
        public byte Line;
        public ControlCharacters Characters;
        public uint InputSpeed;
        public uint OutputSpeed;
    }
}
