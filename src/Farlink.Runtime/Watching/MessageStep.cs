namespace Farlink.Runtime.Watching;

/// <summary>A step of a message's way.</summary>
/// <param name="At">When.</param>
/// <param name="Where">device, broker, site, air, base, upstream, subscriber.</param>
/// <param name="What">What happened, in words.</param>
public sealed record MessageStep(DateTimeOffset At, string Where, string What);
