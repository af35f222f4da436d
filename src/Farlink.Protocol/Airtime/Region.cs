using Farlink.Protocol.Units;

namespace Farlink.Protocol.Airtime;

/// <summary>A region's sub-bands and the channel Farlink uses there unless told otherwise.</summary>
public sealed record Region
{
    /// <summary>Name as configured: <c>EU868</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Sub-bands by frequency; two may share an edge.</summary>
    public required IReadOnlyList<SubBand> SubBands { get; init; }

    /// <summary>Centre of the default channel.</summary>
    public required Hertz DefaultFrequency { get; init; }

    /// <summary>Bandwidth of the default channel.</summary>
    public required Hertz DefaultBandwidth { get; init; }

    /// <summary>Finds what the rules say of a channel.</summary>
    /// <param name="frequency">Centre.</param>
    /// <param name="bandwidth">Occupied bandwidth; all of it must lie in one sub-band.</param>
    public ChannelVerdict Check(Hertz frequency, Hertz bandwidth)
    {
        var touched = new List<SubBand>();
        foreach (var band in SubBands)
        {
            if (band.Holds(frequency, bandwidth))
            {
                return bandwidth < band.NarrowestFixedChannel
                    ? new ChannelVerdict(ChannelFinding.TooNarrow, [band])
                    : new ChannelVerdict(ChannelFinding.Inside, [band]);
            }

            if (band.Touches(frequency, bandwidth)) touched.Add(band);
        }

        return touched.Count == 2 && touched[0].High == touched[1].Low
            ? new ChannelVerdict(ChannelFinding.Straddles, touched)
            : new ChannelVerdict(ChannelFinding.Outside, touched);
    }
}
