using System.Globalization;

namespace Farlink.Runtime.Status;

/// <summary>What the kernel counts of this process's input and output (proc(5), /proc/pid/io).</summary>
public static class ProcessIo
{
    private const string Own = "/proc/self/io";
    private const string Written = "write_bytes: ";

    /// <summary>
    /// Octets that this process caused to be sent to the storage layer since it began; null where the kernel does not count. What
    /// goes to a tmpfs is not among them.
    /// </summary>
    public static long? WrittenOctets
    {
        get
        {
            try
            {
                return Parse(File.ReadAllText(Own));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

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
}
