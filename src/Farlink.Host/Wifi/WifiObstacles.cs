using Farlink.Host.Files;
using Farlink.Host.Inspection;

namespace Farlink.Host.Wifi;

/// <summary>
/// What on a host stands against an access point, looked for before anything is written: networks with the same addresses, a
/// radio that cannot, another dnsmasq.
/// </summary>
public static class WifiObstacles
{
    /// <summary>Looks for them; changes nothing.</summary>
    /// <param name="point">The access point.</param>
    /// <param name="profile">By which programs it is to be made.</param>
    /// <param name="before">Interface of the access point that is applied now, which this one replaces; empty: none.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>All that were found. What a program would have told that is not there is not looked for.</returns>
    /// <exception cref="AccessPointException">The access point is refused wherever it is.</exception>
    /// <exception cref="HostFileException">The host cannot be looked at.</exception>
    public static async Task<IReadOnlyList<WifiObstacle>> FindAsync(
        AccessPoint point, WifiProfile profile, string before, HostView host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        var cell = AccessPointCheck.Read(point, profile);
        try
        {
            var networks = await NetworkObstacles.FindAsync(cell, before, host, cancellationToken);
            var radio = await RadioObstacles.FindAsync(point, host, cancellationToken);
            var servers = await DnsmasqObstacles.FindAsync(profile, host, cancellationToken);
            return [.. networks, .. radio, .. servers];
        }
        catch (Exception failure) when (failure is IOException or HostDeniedException)
        {
            throw new HostFileException(
                $"Cannot see whether an access point can be here: {failure.Message.TrimEnd('.')}. Nothing was written.", failure);
        }
    }
}
