namespace Farlink.Simulation.Scenarios;

/// <summary>What the payloads of made-up traffic consist of. It matters where the link compresses.</summary>
public enum PayloadKind
{
    /// <summary>A text that counts, filled up with one letter: compresses better than anything real.</summary>
    Text,

    /// <summary>JSON of a counter and readings that wander slowly, as sensors send it.</summary>
    Readings,

    /// <summary>A counter of four octets, then octets that nothing can compress.</summary>
    Random,
}
