namespace Farlink.Runtime.Tests.HomeAssistant;

/// <summary>
/// Device classes of Home Assistant's documentation, "Sensor" and "Binary sensor", section "Device class". Of sensors those that
/// something like a radio link could have, with their units.
/// </summary>
internal static class DeviceClasses
{
    /// <summary>Classes of sensors, and which units each may have; "": none.</summary>
    public static IReadOnlyDictionary<string, string[]> UnitsOfSensors { get; } = new Dictionary<string, string[]>
    {
        ["absolute_humidity"] = ["g/m³", "mg/m³"],
        ["apparent_power"] = ["mVA", "VA"],
        ["aqi"] = [""],
        ["area"] = ["m²", "cm²", "km²", "mm²", "in²", "ft²", "yd²", "mi²", "ac", "ha"],
        ["atmospheric_pressure"] = ["cbar", "bar", "hPa", "mmHg", "inHg", "kPa", "mbar", "Pa", "psi"],
        ["battery"] = ["%"],
        ["carbon_dioxide"] = ["ppm"],
        ["carbon_monoxide"] = ["ppm"],
        ["current"] = ["A", "mA"],
        ["data_rate"] = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "B/s", "kB/s", "MB/s", "GB/s", "KiB/s", "MiB/s", "GiB/s"],
        ["data_size"] =
        [
            "bit", "kbit", "Mbit", "Gbit", "B", "kB", "MB", "GB", "TB", "PB",
            "EB", "ZB", "YB", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB",
        ],
        ["date"] = [""],
        ["distance"] = ["km", "m", "cm", "mm", "mi", "nmi", "yd", "in"],
        ["duration"] = ["d", "h", "min", "s", "ms", "µs"],
        ["energy"] = ["J", "kJ", "MJ", "GJ", "mWh", "Wh", "kWh", "MWh", "GWh", "TWh", "cal", "kcal", "Mcal", "Gcal"],
        ["enum"] = [""],
        ["frequency"] = ["Hz", "kHz", "MHz", "GHz"],
        ["humidity"] = ["%"],
        ["illuminance"] = ["lx"],
        ["irradiance"] = ["W/m²", "BTU/(h⋅ft²)"],
        ["moisture"] = ["%"],
        ["power"] = ["mW", "W", "kW", "MW", "GW", "TW"],
        ["power_factor"] = ["", "%"],
        ["pressure"] = ["Pa", "kPa", "hPa", "bar", "cbar", "mbar", "mmHg", "inHg", "psi"],
        ["signal_strength"] = ["dB", "dBm"],
        ["sound_pressure"] = ["dB", "dBA"],
        ["temperature"] = ["°C", "°F", "K"],
        ["timestamp"] = [""],
        ["voltage"] = ["V", "mV", "µV", "kV", "MV"],
        ["weight"] = ["kg", "g", "mg", "µg", "oz", "lb", "st"],
        ["wind_direction"] = ["°"],
    };

    /// <summary>Classes of binary sensors.</summary>
    public static IReadOnlyList<string> OfBinarySensors { get; } =
    [
        "battery", "battery_charging", "carbon_monoxide", "cold", "connectivity", "door", "garage_door", "gas", "heat", "light",
        "lock", "moisture", "motion", "moving", "occupancy", "opening", "plug", "power", "presence", "problem",
        "running", "safety", "smoke", "sound", "tamper", "update", "vibration", "window",
    ];
}
