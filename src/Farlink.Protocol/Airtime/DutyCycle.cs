using System.Globalization;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Airtime;

/// <summary>The share of any hour a transmitter may be on the air.</summary>
/// <param name="PartsPerTenThousand">1 is 0.01 %; 10,000 is no limit.</param>
public readonly record struct DutyCycle(int PartsPerTenThousand)
{
    /// <summary>The observation period of the European rules (ERC/REC 70-03): one hour, sliding.</summary>
    public static Duration Window { get; } = Duration.FromSeconds(3600);

    /// <summary>No limit.</summary>
    public static DutyCycle Unlimited => new(10_000);

    /// <summary>Whether this limits anything.</summary>
    public bool IsLimited => PartsPerTenThousand < 10_000;

    /// <summary>The limit in percent.</summary>
    public double Percent => PartsPerTenThousand / 100.0;

    /// <summary>Airtime allowed in any hour.</summary>
    public Duration Budget => new(Window.Nanoseconds / 10_000 * PartsPerTenThousand);

    /// <summary>Shortest time from the start of one frame to the start of the next, if they are sent evenly.</summary>
    public Duration ShortestPeriod(Duration airtime) => IsLimited
        ? new Duration((long)Math.Ceiling(airtime.Nanoseconds * 10_000.0 / PartsPerTenThousand))
        : airtime;

    /// <summary>Makes a limit from percent.</summary>
    public static DutyCycle FromPercent(double percent) => new((int)Math.Round(percent * 100));

    /// <summary>For people: <c>1 %</c>.</summary>
    public override string ToString() =>
        IsLimited ? string.Create(CultureInfo.InvariantCulture, $"{Percent:0.##} %") : "no duty limit";
}
