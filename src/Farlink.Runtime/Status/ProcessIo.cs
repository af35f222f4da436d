using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Farlink.Runtime.Status;

/// <summary>What the kernel counts of this process's input and output (proc(5), /proc/pid/io).</summary>
public static class ProcessIo
{
    private const string Own = "/proc/self/io";
    private const string Written = "write_bytes: ";

    /// <summary>Seven lines of a word and a number.</summary>
    private const int MostOctets = 1024;

    private static readonly Lazy<SafeFileHandle?> Counters = new(Open);

    /// <summary>
    /// Octets that this process caused to be sent to the storage layer since it began; null where the kernel does not count. What
    /// goes to a tmpfs is not among them.
    /// </summary>
    public static long? WrittenOctets
    {
        get
        {
            if (Counters.Value is not { } counters) return null;
            try
            {
                Span<byte> text = stackalloc byte[MostOctets];
                return Parse(Encoding.ASCII.GetString(text[..RandomAccess.Read(counters, text, 0)]));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>
    /// Opens the counters, once: a process that nobody may look into may not open them any more, but goes on to read them.
    /// </summary>
    /// <returns>Whether they can be read.</returns>
    public static bool TryOpen() => Counters.Value is not null;

    internal static long? Parse(string text)
    {
        // cancelled_write_bytes, which ends alike, begins otherwise.
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith(Written, StringComparison.Ordinal)) continue;
            return long.TryParse(line[Written.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var octets)
                ? octets : null;
        }

        return null;
    }

    private static SafeFileHandle? Open()
    {
        try
        {
            return File.OpenHandle(Own);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
