using Farlink.Protocol.Link;
using Farlink.Protocol.Messages;
using Farlink.Protocol.Units;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Tests;

/// <summary>Frames and messages that were seen.</summary>
internal static class Seen
{
    /// <summary>What a terminal, a markup of one and a browser would each take for theirs.</summary>
    public const string Hostile = "\u001b[31m[red][1,2]<script>alert(1)</script>\n\u202e";

    public static readonly DateTimeOffset At = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    public static SeenFrame Frame => new()
    {
        Id = 12,
        At = At,
        Role = "site",
        IsSent = true,
        Octets = new byte[] { 0x01, 0xAB },
        Airtime = Duration.FromMilliseconds(71.9),
        Use = FrameUse.Data,
        Link = 1,
        Power = new Dbm(14),
        Fields = [new FrameField("chunk", "17")],
        Messages = [41],
    };

    public static SeenMessage Message => new()
    {
        Id = 41,
        Trace = "0123456789abcdef0123456789abcdef",
        Role = "site",
        Link = 1,
        IsOutgoing = true,
        Topic = "barn/door",
        Octets = 17,
        Qos = MqttQos.AtLeastOnce,
        Retain = false,
        At = At,
        ChangedAt = At + TimeSpan.FromSeconds(1),
        Change = 3,
        State = MessageState.OnAir,
        StreamId = 17,
        CodedOctets = 6,
        Airtime = Duration.FromMilliseconds(12.3),
        Frames = 2,
        Payload = "open"u8.ToArray(),
        Steps = [new MessageStep(At, "device", "published")],
        CarriedBy = [new CarryingFrame(12, At, "site", FrameUse.Data, Duration.FromMilliseconds(71.9))],
    };
}
