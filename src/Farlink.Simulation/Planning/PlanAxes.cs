using System.Globalization;

namespace Farlink.Simulation.Planning;

/// <summary>How the axes of a plan are named and written, and what they change.</summary>
public static class PlanAxes
{
    private static readonly (PlanAxis Axis, string Name)[] Names =
    [
        (PlanAxis.Sites, "sites"), (PlanAxis.Rate, "rate"), (PlanAxis.Distance, "distance"), (PlanAxis.SpreadingFactor, "sf"),
    ];

    /// <summary>Units of a rate, and how many of them an hour has.</summary>
    private static readonly (string Unit, double AnHour)[] Rates =
        [("/min", 60), ("/s", 3600), ("/h", 1), ("/d", 1 / 24.0)];

    private static readonly (string Unit, double Metres)[] Distances = [("km", 1000), ("m", 1)];

    /// <summary>The name: <c>sites</c>, <c>rate</c>, <c>distance</c>, <c>sf</c>.</summary>
    public static string Name(PlanAxis axis) => Names.First(one => one.Axis == axis).Name;

    /// <summary>Finds an axis by its name.</summary>
    public static bool TryFind(string name, out PlanAxis axis)
    {
        foreach (var (known, text) in Names)
        {
            axis = known;
            if (text == name) return true;
        }

        axis = default;
        return false;
    }

    /// <summary>Reads a value: <c>12/h</c>, <c>1/min</c>, <c>3km</c>, <c>500m</c>; without a unit an hour, or metres.</summary>
    public static bool TryParse(PlanAxis axis, string text, out double value)
    {
        ArgumentNullException.ThrowIfNull(text);
        (string Unit, double Size)[] units = axis switch
        {
            PlanAxis.Rate => Rates,
            PlanAxis.Distance => Distances,
            _ => [],
        };
        var (number, scale) = (text, 1.0);
        foreach (var (unit, size) in units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)) continue;
            (number, scale) = (text[..^unit.Length], size);
            break;
        }

        var isNumber = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
        value *= scale;
        return isNumber && (axis is PlanAxis.Rate or PlanAxis.Distance || value == Math.Floor(value));
    }

    /// <summary>A value with its unit, for people.</summary>
    public static string Text(PlanAxis axis, double value) => axis switch
    {
        PlanAxis.Rate => string.Create(CultureInfo.InvariantCulture, $"{value:0.####}/h"),
        PlanAxis.Distance => Distance(value),
        PlanAxis.SpreadingFactor => string.Create(CultureInfo.InvariantCulture, $"SF{value:0}"),
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };

    /// <summary>A distance for people: <c>500 m</c>, <c>2.6 km</c>.</summary>
    public static string Distance(double metres) => metres < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{metres:0} m")
        : string.Create(CultureInfo.InvariantCulture, $"{metres / 1000:0.##} km");

    /// <summary>A plan with another value.</summary>
    public static PlanRequest Apply(PlanRequest request, PlanAxis axis, double value)
    {
        ArgumentNullException.ThrowIfNull(request);
        return axis switch
        {
            PlanAxis.Sites => request with { Sites = (int)Math.Min(value, int.MaxValue) },
            PlanAxis.Rate => request with { RatePerHour = value },
            PlanAxis.Distance => request with { DistanceMetres = value },
            _ => request with { SpreadingFactor = (int)Math.Min(value, int.MaxValue) },
        };
    }
}
