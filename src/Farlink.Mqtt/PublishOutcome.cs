namespace Farlink.Mqtt;

/// <summary>How a publication ended.</summary>
/// <param name="Refusal">Why the broker does not want it, for good; null if it took it.</param>
/// <param name="Attempts">Times it was sent.</param>
public readonly record struct PublishOutcome(string? Refusal, int Attempts)
{
    /// <summary>Whether the broker took it.</summary>
    public bool IsAccepted => Refusal is null;
}
