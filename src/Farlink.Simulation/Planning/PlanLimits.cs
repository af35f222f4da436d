using Farlink.Simulation.Scenarios;

namespace Farlink.Simulation.Planning;

/// <summary>How much may be asked of a plan, and what its fields are called by whoever asks.</summary>
public sealed class PlanLimits
{
    private readonly bool _isCommand;

    private PlanLimits(bool isCommand) => _isCommand = isCommand;

    /// <summary>Of a page that others may open: 50 sites, 48 hours, 50,000 messages. Fields have their names in JSON.</summary>
    public static PlanLimits OfPage { get; } = new(isCommand: false) { MostSites = 50, MostHours = 48, MostMessages = 50_000 };

    /// <summary>Of a command: 255 sites, 366 days, 5,000,000 messages. Fields are options.</summary>
    public static PlanLimits OfCommand { get; } =
        new(isCommand: true) { MostSites = Scenario.MostSites, MostHours = 24 * 366, MostMessages = 5_000_000 };

    /// <summary>Most sites.</summary>
    public int MostSites { get; private init; }

    /// <summary>Most hours of messages.</summary>
    public double MostHours { get; private init; }

    /// <summary>Most messages of all sites together.</summary>
    public long MostMessages { get; private init; }

    /// <summary>What a field is called.</summary>
    public string Name(PlanField field)
    {
        var (key, option) = Names(field);
        return _isCommand ? option : key;
    }

    private static (string Key, string Option) Names(PlanField field) => field switch
    {
        PlanField.Sites => ("sites", "--sites"),
        PlanField.Distance => ("distance_km", "--distance"),
        PlanField.Rate => ("rate_per_hour", "--rate"),
        PlanField.Octets => ("octets", "--octets"),
        PlanField.Frequency => ("frequency_mhz", "--frequency"),
        PlanField.SpreadingFactor => ("sf", "--sf"),
        PlanField.Bandwidth => ("bandwidth_khz", "--bandwidth"),
        PlanField.Power => ("power_dbm", "--power"),
        PlanField.Hours => ("hours", "--hours"),
        PlanField.Gather => ("gather_s", "--gather"),
        PlanField.Loss => ("loss", "--loss"),
        PlanField.Shadowing => ("shadowing_db", "--shadowing"),
        PlanField.ExtraLoss => ("extra_loss_db", "--extra-loss"),
        PlanField.Seed => ("seed", "--seed"),
        PlanField.Trace => ("trace", "--trace"),
        _ => ("model_mib", "--model-mib"),
    };
}
