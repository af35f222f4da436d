using System.Runtime.InteropServices;
using System.Text;
using Farlink.Radios.Serial;

namespace Farlink.Simulation.RNode;

/// <summary>A serial port that a program can open, and its other end (pty(7)).</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    /// <summary>O_RDWR, O_NOCTTY, O_NONBLOCK, O_CLOEXEC.</summary>
    private const int OpenFlags = 0x80902;

    private const int MostNameOctets = 128;
    private readonly DeviceFile _ours;
    private readonly DeviceFile _kept;

    /// <summary>Makes one.</summary>
    /// <exception cref="IOException">The system has no more of them.</exception>
    public PseudoTerminal()
    {
        var descriptor = OpenMaster(OpenFlags);
        var name = new byte[MostNameOctets];
        _ours = new DeviceFile(descriptor, "a pseudo-terminal");
        if (descriptor < 0 || Grant(descriptor) != 0 || Unlock(descriptor) != 0
            || NameOf(descriptor, name, (nuint)name.Length) != 0)
        {
            _ours.Dispose();
            throw new IOException(
                $"Cannot make a pseudo-terminal: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }

        Path = Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0));

        // Set raw from the start, and held open: our end must not see the line go whenever a program closes it.
        try
        {
            _kept = SerialPort.Open(Path, isExclusive: false);
        }
        catch (IOException)
        {
            _ours.Dispose();
            throw;
        }
    }

    /// <summary>The port that a program opens, as <c>/dev/pts/3</c>.</summary>
    public string Path { get; }

    /// <summary>What a program wrote; 0 at the end.</summary>
    public int Read(Span<byte> octets) => _ours.Read(octets);

    /// <summary>What a program shall read.</summary>
    public void Write(ReadOnlySpan<byte> octets) => _ours.Write(octets);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ours.Dispose();
        _kept.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(int descriptor);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int descriptor);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int NameOf(int descriptor, Span<byte> name, nuint size);
}
