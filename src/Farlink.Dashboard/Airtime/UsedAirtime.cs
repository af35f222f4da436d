using Farlink.Protocol.Link;
using Farlink.Protocol.Units;

namespace Farlink.Dashboard.Airtime;

/// <summary>What frames of one kind took.</summary>
internal sealed record UsedAirtime(string End, FrameUse Use, long Frames, Duration Airtime, Duration LastHour);
