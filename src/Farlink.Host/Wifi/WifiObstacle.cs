namespace Farlink.Host.Wifi;

/// <summary>Something on a host that stands against an access point there.</summary>
/// <param name="What">What was found.</param>
/// <param name="Cure">What to do, or what to expect.</param>
/// <param name="IsFatal">Whether there can be none as long as it is so; else it is a warning.</param>
public sealed record WifiObstacle(string What, string Cure, bool IsFatal)
{
    /// <summary>One line.</summary>
    public override string ToString() => $"{What}. {Cure}";
}
