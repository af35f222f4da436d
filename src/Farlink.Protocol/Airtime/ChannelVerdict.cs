namespace Farlink.Protocol.Airtime;

/// <summary>How a channel lies to the sub-bands of a region.</summary>
public enum ChannelFinding
{
    /// <summary>Wholly inside one sub-band.</summary>
    Inside,

    /// <summary>
    /// Across the edge that two sub-bands share. Strictly not allowed; the seed's 868.000 MHz is such a channel.
    /// </summary>
    Straddles,

    /// <summary>At least partly where the region allows nothing.</summary>
    Outside,

    /// <summary>Inside, but a fixed channel must be wider there.</summary>
    TooNarrow,
}

/// <summary>What a region's rules say of a channel.</summary>
/// <param name="Finding">How the channel lies.</param>
/// <param name="SubBands">The sub-bands it touches.</param>
public sealed record ChannelVerdict(ChannelFinding Finding, IReadOnlyList<SubBand> SubBands)
{
    /// <summary>The sub-band whose duty cycle binds: the strictest one touched; null if none is.</summary>
    public SubBand? Binding => SubBands.MinBy(band => band.DutyCycle.PartsPerTenThousand);
}
