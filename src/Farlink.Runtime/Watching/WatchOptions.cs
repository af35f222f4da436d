using Farlink.Protocol.Units;

namespace Farlink.Runtime.Watching;

/// <summary>How much of what happens is remembered.</summary>
public sealed record WatchOptions
{
    /// <summary>Whether the native link is watched; else the seed's own format.</summary>
    public bool IsNative { get; init; } = true;

    /// <summary>The topic under which a base publishes in RadioHead mode.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Whether frames have messages in clear, as RadioHead's have without a cipher: such a frame is a payload.</summary>
    public bool IsInClear { get; init; }

    /// <summary>Time on air of a frame of so many octets.</summary>
    public Func<int, Duration> AirtimeOf { get; init; } = _ => Duration.Zero;

    /// <summary>Frames kept, the newest.</summary>
    public int MostFrames { get; init; } = 2000;

    /// <summary>Messages kept, the newest.</summary>
    public int MostMessages { get; init; } = 2000;

    /// <summary>Messages kept that were not taken, of one reason, end and link: the newest. One device can send many.</summary>
    public int MostRefusedMessages { get; init; } = 20;

    /// <summary>Events kept, the newest.</summary>
    public int MostEvents { get; init; } = 1000;

    /// <summary>Topics whose airtime is told apart, 1 or more: those that cost most of late. The others are one sum.</summary>
    public int MostTopics { get; init; } = 200;

    /// <summary>Frames remembered of one message; of a message in more of them the first.</summary>
    public int MostFramesOfMessage { get; init; } = 64;

    /// <summary>How many times faster than people's the clock of the air goes.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Whether payloads are kept in memory, to be shown.</summary>
    public bool KeepsPayloads { get; init; }

    /// <summary>Octets kept of one payload.</summary>
    public int MostPayloadOctets { get; init; } = 4096;
}
