using Farlink.Dashboard.Json;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Chain;

/// <summary>What moved in the last minute, and when something moved last, out of what was seen.</summary>
internal sealed class ChainTraffic
{
    /// <summary>As many as are looked at. A link has no more in a minute; a demonstration may, and shows this.</summary>
    private const int Most = 2000;

    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<SeenMessage> _messages;
    private readonly IReadOnlyList<SeenFrame> _frames;
    private readonly DateTimeOffset _since;

    public ChainTraffic(WatchHub watch, DateTimeOffset now)
    {
        _since = now - Look;
        _messages = watch.Messages.Search(null, null, null, null, Most);
        _frames = watch.Frames.Before(long.MaxValue, Most);
    }

    public int FramesSent => _frames.Count(frame => frame.IsSent && frame.At >= _since);

    public int Messages(string role, bool isUp) =>
        _messages.Count(one => one.Role == role && MessageJson.IsUp(one) == isUp && one.At >= _since);

    public DateTimeOffset? Last(string role, bool isUp) =>
        _messages.Where(one => one.Role == role && MessageJson.IsUp(one) == isUp).Max(one => (DateTimeOffset?)one.At);
}
