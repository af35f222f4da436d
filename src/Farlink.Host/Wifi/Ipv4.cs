using System.Globalization;

namespace Farlink.Host.Wifi;

/// <summary>IPv4 addresses as numbers, the first octet highest.</summary>
internal static class Ipv4
{
    /// <summary>Reads four numbers with dots between them, and nothing that is short for them.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out uint address)
    {
        address = 0;
        Span<Range> parts = stackalloc Range[5];
        if (text.Split(parts, '.') != 4) return false;
        foreach (var part in parts[..4])
        {
            // 010 is eight for some and ten for others.
            var number = text[part];
            if (number is ['0', _, ..]) return false;
            if (!byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var octet)) return false;
            address = (address << 8) | octet;
        }

        return true;
    }

    /// <summary>Writes one.</summary>
    public static string Write(uint address) => string.Create(
        CultureInfo.InvariantCulture,
        $"{address >> 24}.{(byte)(address >> 16)}.{(byte)(address >> 8)}.{(byte)address}");
}
