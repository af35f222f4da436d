using System.Globalization;

namespace Farlink.Keys.Atecc608;

/// <summary>Where a key in an ATECC608 is: <c>atecc608:?bus=1&amp;address=0x60&amp;slot=2</c>; each may be left out.</summary>
/// <param name="Bus">N of /dev/i2c-N; default 1, that of a Raspberry Pi's header.</param>
/// <param name="Address">Seven bits; default 0x60.</param>
/// <param name="Slot">0 to 15; default 0.</param>
public sealed record Atecc608Uri(int Bus, int Address, int Slot)
{
    /// <summary>What such a URI begins with.</summary>
    public const string Scheme = "atecc608:";

    private const int UsualBus = 1;
    private const int UsualAddress = 0x60;
    private const int LastAddress = 0x77;
    private const int FirstAddress = 0x08;

    /// <summary>Reads one.</summary>
    /// <param name="text">The URI.</param>
    /// <param name="uri">It, if it is one.</param>
    /// <param name="problem">What is wrong with it, if it is none.</param>
    public static bool TryParse(string text, out Atecc608Uri uri, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        uri = new Atecc608Uri(UsualBus, UsualAddress, 0);
        problem = "";
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            problem = $"it does not begin with {Scheme}";
            return false;
        }

        var seen = new HashSet<string>();
        foreach (var part in text[Scheme.Length..].TrimStart('?').Split(['&', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=') is [var left, var right] ? (left, Number(right)) : (part, -1);
            if (!seen.Add(name)) problem = $"{name} is given twice";
            else if (name == "bus" && value is >= 0 and <= 255) uri = uri with { Bus = value };
            else if (name == "address" && value is >= FirstAddress and <= LastAddress) uri = uri with { Address = value };
            else if (name == "slot" && value is >= 0 and <= 15) uri = uri with { Slot = value };
            else problem = $"{part}: allowed are bus=0..255, address=0x08..0x77, slot=0..15";
            if (problem.Length > 0) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}?bus={Bus}&address=0x{Address:X2}&slot={Slot}";

    private static int Number(string text)
    {
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return int.TryParse(isHex ? text[2..] : text, style, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }
}
