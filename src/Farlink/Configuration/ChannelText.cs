using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Configuration;

/// <summary>Says what is wrong with a channel.</summary>
internal static class ChannelText
{
    public static string Straddles(Hertz frequency, ChannelVerdict verdict) =>
        $"{frequency} sits on the edge between {verdict.SubBands[0].Name} and {verdict.SubBands[1].Name}: "
        + "the channel lies in neither. "
        + "It is allowed for the seed's sake; better 868.1 or 868.3 MHz";
}
