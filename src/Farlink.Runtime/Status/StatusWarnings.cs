using Farlink.Protocol.Units;

namespace Farlink.Runtime.Status;

/// <summary>What of a state somebody should look at, each in one sentence with what to do.</summary>
public static class StatusWarnings
{
    /// <summary>Snapshots older than this show a pump that stands still.</summary>
    public static readonly Duration StandsStillAfter = Duration.FromSeconds(10);

    /// <summary>With a wait as long as this for airtime, that a link has no session says nothing of its other end.</summary>
    public static readonly Duration LongWait = Duration.FromSeconds(60);

    /// <summary>Of everything that runs: broker, radio, store, pump, clock.</summary>
    public static IEnumerable<string> Of(ServiceStatus service, ClockFigures clock)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(clock);
        if (service.Age > StandsStillAfter)
            yield return $"The link has not moved for {service.Age.Seconds:0} s: restart the service.";
        if (service.Radio.Trouble is { } radio) yield return $"The radio is lost: {radio}";
        if (service.StoreTrouble is { } store) yield return store;
        if (service.Broker is { IsUp: false } broker)
            yield return $"There is no connection to {broker.Where}: {broker.Trouble ?? "nothing was heard"}. Messages wait.";
        if (service.Broker is { IsOwn: true, Trouble: { } trouble })
            yield return $"At our broker {trouble}. Is the access point up? farlink doctor --only wifi,port";
        if (!clock.IsSynchronized && !clock.IsTold)
        {
            // Nobody tells a base the time.
            yield return service.Role == "base"
                ? "Nothing keeps this host's clock right: certificates may seem to have ended."
                : "Nothing keeps this host's clock right, and no base told the time: certificates may seem to have ended.";
        }

        foreach (var warning in service.Warnings) yield return warning;
    }

    /// <summary>Of links of the native format.</summary>
    /// <param name="links">The links.</param>
    /// <param name="nextSlotIn">When the airtime lets a full frame go; null: never.</param>
    public static IEnumerable<string> OfLinks(IEnumerable<LinkFigures> links, Duration? nextSlotIn)
    {
        ArgumentNullException.ThrowIfNull(links);
        foreach (var link in links)
        {
            var name = $"Link {link.Id} ({link.Name})";
            if (link.IsEnded) yield return $"{name} was ended: the other end is no longer paired.";
            else if (link.IsPaused) yield return $"{name} is paused: messages wait until somebody lets it go on, or a restart.";
            else if (link.HasSession == false && nextSlotIn is { } wait && wait >= LongWait)
                yield return $"{name} may not send for {Minutes(wait)} min: the airtime of this hour is used up.";
            else if (link.HasSession == false)
                yield return $"{name} has no session: the other end is off, too far, or has another key.";
            else if (link.IsOnline == false) yield return $"{name} is silent: the other end was not heard for its limit.";
            if (link.Mode == "psk")
                yield return $"{name} has a shared key: whoever copies its file reads all. farlink pair ends that.";
        }
    }

    /// <summary>Whole minutes, upwards: before that it does not send.</summary>
    private static long Minutes(Duration wait) => (long)Math.Ceiling(wait.Seconds / 60);
}
