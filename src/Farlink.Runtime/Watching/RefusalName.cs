using System.Text.Json;
using Farlink.Protocol.Link;
using Farlink.Protocol.RadioHead;

namespace Farlink.Runtime.Watching;

/// <summary>What reasons for which frames are refused are called in frames, metrics and JSON.</summary>
public static class RefusalName
{
    /// <summary>The words with underscores: <c>not_authentic</c>.</summary>
    public static string Of(LinkRefusal reason) => Of(reason.ToString());

    /// <summary>The same in RadioHead mode: <c>other_address</c>.</summary>
    public static string Of(FrameRefusal reason) => Of(reason.ToString());

    /// <summary>Counts of all reasons, those that are 0 too, by what the reasons are called.</summary>
    internal static Dictionary<string, long> CountsOf(RefusalTally refusals) =>
        Enum.GetValues<LinkRefusal>().ToDictionary(reason => Of(reason), reason => refusals[reason]);

    /// <summary>The same in RadioHead mode.</summary>
    internal static Dictionary<string, long> CountsOf(RefusalCounters refusals) =>
        Enum.GetValues<FrameRefusal>().Where(reason => reason != FrameRefusal.None)
            .ToDictionary(reason => Of(reason), reason => refusals[reason]);

    private static string Of(string words) => JsonNamingPolicy.SnakeCaseLower.ConvertName(words);
}
