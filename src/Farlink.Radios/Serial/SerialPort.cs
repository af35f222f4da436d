using System.Runtime.InteropServices;

namespace Farlink.Radios.Serial;

/// <summary>
/// Opens a serial port as modems want it: raw, 8 bits, no parity, 115,200 baud, no flow control (termios(3)). The library that
/// .NET has for it brings a further shared object beside the program, and polls.
/// </summary>
public static partial class SerialPort
{
    /// <summary>O_RDWR, O_NOCTTY, O_NONBLOCK, O_CLOEXEC.</summary>
    private const int OpenFlags = 0x80902;

    private const int TermiosOctets = 256;
    private const uint Baud115200 = 0x1002;
    private const int Now = 0;

    /// <summary>TIOCEXCL: nobody else opens it meanwhile.</summary>
    private const nuint Exclusive = 0x540C;

    /// <summary>Opens one.</summary>
    /// <param name="path">As <c>/dev/ttyUSB0</c>.</param>
    /// <exception cref="IOException">It is not there, not ours, in use, or no serial port.</exception>
    public static DeviceFile Open(string path)
    {
        var descriptor = Open(path, OpenFlags);
        if (descriptor < 0)
            throw new IOException($"Cannot open {path}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        var file = new DeviceFile(descriptor, path);
        var settings = new byte[TermiosOctets];
        if (GetSettings(descriptor, settings) != 0)
        {
            file.Dispose();
            throw new IOException($"{path} is no serial port.");
        }

        MakeRaw(settings);
        _ = SetSpeed(settings, Baud115200);
        _ = Control(descriptor, Exclusive, 0);
        if (Apply(descriptor, Now, settings) == 0) return file;
        file.Dispose();
        throw new IOException($"{path} cannot be set to 115200 baud.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetSettings(int descriptor, Span<byte> settings);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(Span<byte> settings);

    [LibraryImport("libc", EntryPoint = "cfsetspeed")]
    private static partial int SetSpeed(Span<byte> settings, uint speed);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int Apply(int descriptor, int when, ReadOnlySpan<byte> settings);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, nint argument);
}
