using Farlink.Protocol.Units;
using Farlink.Protocol.Wire;

namespace Farlink.Protocol.Link;

/// <summary>The slot that the base gave this site for gathered traffic.</summary>
internal sealed class PhaseSchedule
{
    private Duration _period;
    private Instant _slot;

    /// <summary>Whether there is one.</summary>
    public bool IsAssigned => _period > Duration.Zero;

    /// <summary>Takes what the base said at the end of a frame.</summary>
    public void Assign(PhaseField field, Instant frameEnd)
    {
        _period = Duration.FromMilliseconds(field.Period);
        _slot = frameEnd + Duration.FromMilliseconds(field.UntilNext);
    }

    /// <summary>At the base: when a link's slot comes after an instant.</summary>
    public static PhaseField SlotAfter(LinkOptions options, Instant instant)
    {
        var period = options.PhasePeriod.Nanoseconds;
        var into = (((instant - options.PhaseOffset).Nanoseconds % period) + period) % period;
        return new PhaseField((int)options.PhasePeriod.Milliseconds, (int)new Duration(period - into).Milliseconds);
    }

    /// <summary>The latest slot not after <paramref name="wanted"/>, or the first after acceptance if that is earlier.</summary>
    public Instant Align(Instant wanted, Instant accepted)
    {
        if (!IsAssigned || wanted == Instant.Never) return wanted;
        var slot = Floor(wanted);
        return slot < accepted ? slot + _period : slot;
    }

    private Instant Floor(Instant instant)
    {
        var since = instant - _slot;
        var remainder = ((since.Nanoseconds % _period.Nanoseconds) + _period.Nanoseconds) % _period.Nanoseconds;
        return instant - new Duration(remainder);
    }
}
