using Farlink.Protocol.Units;

namespace Farlink.Protocol.Messages;

/// <summary>
/// The zero of a session's clock, in which deadlines travel. A base sets it by the site's before the first message.
/// </summary>
internal sealed class SessionClock(Instant start)
{
    /// <summary>When the clock began.</summary>
    public Instant Start { get; set; } = start;
}
