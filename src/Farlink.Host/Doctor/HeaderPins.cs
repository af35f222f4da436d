namespace Farlink.Host.Doctor;

/// <summary>The 40-pin header of a Raspberry Pi: on which pin a GPIO is (the same on every model since the B+).</summary>
public static class HeaderPins
{
    private static readonly Dictionary<int, int> Pins = new()
    {
        [0] = 27,
        [1] = 28,
        [2] = 3,
        [3] = 5,
        [4] = 7,
        [5] = 29,
        [6] = 31,
        [7] = 26,
        [8] = 24,
        [9] = 21,
        [10] = 19,
        [11] = 23,
        [12] = 32,
        [13] = 33,
        [14] = 8,
        [15] = 10,
        [16] = 36,
        [17] = 11,
        [18] = 12,
        [19] = 35,
        [20] = 38,
        [21] = 40,
        [22] = 15,
        [23] = 16,
        [24] = 18,
        [25] = 22,
        [26] = 37,
        [27] = 13,
    };

    /// <summary>The pin of a GPIO; null if it is on none.</summary>
    public static int? Of(int gpio) => Pins.TryGetValue(gpio, out var pin) ? pin : null;

    /// <summary>A wire in words: <c>NRESET (GPIO17, pin 11)</c>.</summary>
    /// <param name="name">What the chip calls it.</param>
    /// <param name="gpio">Its GPIO.</param>
    public static string Words(string name, int gpio) =>
        Of(gpio) is { } pin ? $"{name} (GPIO{gpio}, pin {pin})" : $"{name} (GPIO{gpio})";
}
