using System.Globalization;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>
/// A frame of the native link as its two ends see it: before it is sealed, or after it was opened. Nobody else can have it.
/// </summary>
public sealed class FrameContent
{
    private readonly FrameHead? _head;
    private readonly long _number;
    private readonly long _expectedCum;
    private readonly byte[] _text;

    private FrameContent(FrameHead? head, long number, long expectedCum, byte[] text)
    {
        _head = head;
        _number = number;
        _expectedCum = expectedCum;
        _text = text;
    }

    /// <summary>What it is for.</summary>
    public required FrameUse Use { get; init; }

    /// <summary>The link.</summary>
    public required byte Link { get; init; }

    /// <summary>At its sender: what it holds of which message.</summary>
    public IReadOnlyList<CarriedPart> Carries { get; init; } = [];

    /// <summary>Octets of the chunk in it; 0 without one.</summary>
    public int ChunkOctets { get; private init; }

    /// <summary>A handshake frame.</summary>
    internal static FrameContent OfHandshake(byte link) => new(null, 0, 0, []) { Use = FrameUse.Handshake, Link = link };

    /// <summary>A frame whose text is known.</summary>
    /// <param name="head">Its head.</param>
    /// <param name="number">Its full number.</param>
    /// <param name="expectedCum">The chunk nearest to which an acknowledgement in it lies.</param>
    /// <param name="text">What is sealed in it; copied, unless it is a chunk.</param>
    /// <param name="isRepeat">Whether its chunk was on the air before, where that is known.</param>
    /// <param name="carries">See <see cref="Carries"/>.</param>
    internal static FrameContent Of(
        FrameHead head, long number, long expectedCum, ReadOnlySpan<byte> text, bool isRepeat, IReadOnlyList<CarriedPart> carries)
    {
        var isBody = head.Kind == FrameKind.Extended;
        ExtendedBody body = default;
        var isKnown = !isBody || ExtendedBody.TryParse(text, expectedCum, out body);
        var chunk = isBody ? body.Chunk.Length : head.Kind == FrameKind.Fresh ? text.Length : 0;

        // A chunk is a part of messages: it is not kept.
        var kept = head.Kind == FrameKind.Fresh || !isKnown ? [] : text[..(text.Length - (isBody ? chunk : 0))].ToArray();
        return new FrameContent(head, number, expectedCum, kept)
        {
            Use = UseOf(head, chunk > 0, isRepeat, body),
            Link = head.LinkId,
            Carries = carries,
            ChunkOctets = chunk,
        };
    }

    /// <summary>What it says, in the order of the air.</summary>
    public IReadOnlyList<FrameField> Fields()
    {
        if (_head is not { } head) return [];
        List<FrameField> fields =
        [
            new("kind", head.Kind switch
            {
                FrameKind.Fresh => "chunk",
                FrameKind.Acknowledgement => "acknowledgement",
                _ => "extended",
            }),
            new("number", Text(_number) + (head.IsLong ? " (in full)" : string.Empty)),
            new("key generation", head.Generation ? "1" : "0"),
            new("turn", head.Left switch
            {
                Turn.NoAnswer => "no answer wanted",
                Turn.AnswerNow => "answer now",
                Turn.More => "many frames follow",
                var more => $"{more - 1} more follow",
            }),
        ];
        if (head.Kind == FrameKind.Acknowledgement && AckField.TryParse(_text, _expectedCum, out var ack)) Add(fields, ack);
        else if (head.Kind == FrameKind.Extended) FrameFields.Add(fields, _text, _expectedCum, ChunkOctets);
        if (head.Kind == FrameKind.Fresh) fields.Add(new FrameField("chunk", $"{Text(_number)}, {Text(ChunkOctets)} octets"));
        return fields;
    }

    internal static void Add(List<FrameField> fields, AckField ack)
    {
        fields.Add(new FrameField("has every chunk below", Text(ack.Cum)));
        List<string> beyond = [];
        for (var i = 0; i < 64; i++)
            if ((ack.Received >> i & 1) != 0) beyond.Add(Text(ack.Cum + i));
        if (beyond.Count > 0) fields.Add(new FrameField("has beyond that", string.Join(' ', beyond)));
    }

    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static FrameUse UseOf(FrameHead head, bool hasChunk, bool isRepeat, ExtendedBody body)
    {
        if (hasChunk) return isRepeat ? FrameUse.Repeat : FrameUse.Data;
        if (body.Bye) return FrameUse.Control;
        if (head.Left == Turn.AnswerNow) return FrameUse.Poll;
        return head.Kind == FrameKind.Acknowledgement || body.Ack is not null ? FrameUse.Acknowledgement : FrameUse.Control;
    }
}
