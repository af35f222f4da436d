using Farlink.Protocol.Link;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Watching;

/// <summary>What this end's airtime was spent on.</summary>
/// <param name="ByUse">By kind of frame.</param>
/// <param name="ByTopic">By topic, the dearest first; acknowledgements and handshakes are of none.</param>
public sealed record AirtimeTotals(IReadOnlyList<AirtimeOfUse> ByUse, IReadOnlyList<AirtimeOfTopic> ByTopic);

/// <summary>What one kind of frame took.</summary>
/// <param name="Role">Which end sent them.</param>
/// <param name="Use">The kind.</param>
/// <param name="Frames">How many since the start.</param>
/// <param name="Airtime">Since the start.</param>
/// <param name="LastHour">In the last hour.</param>
public sealed record AirtimeOfUse(string Role, FrameUse Use, long Frames, Duration Airtime, Duration LastHour);

/// <summary>What one topic took.</summary>
/// <param name="Topic">The topic on the link; null: what all others took together.</param>
/// <param name="Messages">How many were on the air since the start, or since it is told apart again.</param>
/// <param name="PlainOctets">Octets of their topics, payloads and properties.</param>
/// <param name="CodedOctets">Octets they took of chunks, repeats not counted.</param>
/// <param name="Airtime">Their share of frames since the start, repeats included.</param>
/// <param name="LastHour">In the last hour.</param>
public sealed record AirtimeOfTopic(
    string? Topic, long Messages, long PlainOctets, long CodedOctets, Duration Airtime, Duration LastHour);
