using Farlink.Protocol.Session.Handshake;

namespace Farlink.Protocol.Wire;

/// <summary>What anybody in range can read of a frame of the native link.</summary>
/// <param name="Kind">In words: <c>hello</c>, <c>chunk</c>, <c>extended</c>, <c>acknowledgement</c>.</param>
/// <param name="Link">The link id; null where the frame is too short.</param>
/// <param name="AsksNow">Whether it asks for an answer at once.</param>
public readonly record struct FrameDescription(string Kind, byte? Link, bool AsksNow)
{
    /// <summary>Whether it is of a handshake.</summary>
    public bool IsHandshake { get; private init; }

    /// <summary>Describes a frame, whoever sent it.</summary>
    public static FrameDescription Of(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 2) return new FrameDescription("not a frame", null, false);
        if (HelloFrame.IsHello(frame))
        {
            var type = HelloFrame.TypeOf(frame) switch
            {
                HelloType.PskFirst or HelloType.EdhocFirst => "hello",
                HelloType.PskSecond or HelloType.EdhocSecond => "hello answered",
                HelloType.EdhocThird => "hello confirmed",
                HelloType.Hint => "hint to open a session",
                HelloType.CounterIs => "hello too old",
                _ => "handshake of another kind",
            };
            return new FrameDescription(type, frame[1], false) { IsHandshake = true };
        }

        if (!FrameHead.TryParse(frame, out var head)) return new FrameDescription("not a frame", null, false);
        var kind = head.Kind switch
        {
            FrameKind.Fresh => "chunk",
            FrameKind.Acknowledgement => "acknowledgement",
            _ => "extended",
        };
        return new FrameDescription(kind, head.LinkId, head.Left == Turn.AnswerNow);
    }
}
