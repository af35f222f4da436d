using Farlink.Protocol.Link;
using Farlink.Protocol.Units;

namespace Farlink.Runtime.Watching;

/// <summary>A frame that carried a part of a message.</summary>
/// <param name="Frame">Its id.</param>
/// <param name="At">When.</param>
/// <param name="Role">Who sent it.</param>
/// <param name="Use">What it was for.</param>
/// <param name="Airtime">Its time on air, all of it.</param>
public sealed record CarryingFrame(long Frame, DateTimeOffset At, string Role, FrameUse Use, Duration Airtime);
