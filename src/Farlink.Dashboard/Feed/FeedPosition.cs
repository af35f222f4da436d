using System.Globalization;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Feed;

/// <summary>How far the feed has told the logs.</summary>
internal readonly record struct FeedPosition(long Frame, long Change, long Event)
{
    /// <summary>At the end of the logs.</summary>
    public static FeedPosition EndOf(WatchHub watch) =>
        new(watch.Frames.LastId, watch.Messages.LastChange, watch.Events.LastId);

    /// <summary>As an id of an event of the stream.</summary>
    /// <param name="instance">Of this run: a position of another one means nothing.</param>
    public string Write(string instance) =>
        string.Create(CultureInfo.InvariantCulture, $"{instance}-{Frame}-{Change}-{Event}");

    /// <summary>Reads what a browser sends back as Last-Event-ID; null if it is none of this run.</summary>
    public static FeedPosition? Read(string? text, string instance)
    {
        var parts = text?.Split('-');
        if (parts is not { Length: 4 } || parts[0] != instance) return null;
        return Number(parts[1]) is { } frame && Number(parts[2]) is { } change && Number(parts[3]) is { } seen
            ? new FeedPosition(frame, change, seen) : null;
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
