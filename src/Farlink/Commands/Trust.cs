using Farlink.Configuration;
using Farlink.Keys.Certificates;

namespace Farlink.Commands;

/// <summary>By what certificates are checked at this host: the time, and the list of those that were revoked.</summary>
/// <param name="Clock">The time.</param>
/// <param name="Revocations">The list; null where no CA of ours checks anybody.</param>
internal sealed record Trust(VerificationClock Clock, Revocations? Revocations)
{
    /// <summary>Opens what a configuration names.</summary>
    /// <exception cref="PkiException">The CA's certificate or the list is damaged.</exception>
    public static Trust Open(FarlinkConfig config)
    {
        var clock = new VerificationClock(TimeProvider.System) { IsHostSure = () => HostClock.IsSynchronized };

        // The list may come later; without a CA nobody could check it.
        var (ca, list) = (config.Broker.CaFile, config.Broker.RevocationFile);
        var revocations = list.Length > 0 && File.Exists(ca) ? Keys.Certificates.Revocations.Open(list, ca) : null;
        if (revocations?.Current is { } current) clock.NotBefore(current.From);
        return new Trust(clock, revocations);
    }
}
