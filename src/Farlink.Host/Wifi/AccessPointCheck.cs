namespace Farlink.Host.Wifi;

/// <summary>
/// What hostapd, dnsmasq and nmcli take and should not: a channel that the country does not allow, a range outside the network,
/// SAE without protection of management frames.
/// </summary>
public static class AccessPointCheck
{
    /// <summary>Everything that is wrong with an access point; empty: nothing.</summary>
    public static IReadOnlyList<AccessPointProblem> Problems(AccessPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return [.. RadioCheck.Problems(point), .. NetworkCheck.Problems(point)];
    }

    /// <summary>The same, and what a profile cannot do.</summary>
    /// <param name="point">The access point.</param>
    /// <param name="profile">By which programs it is made.</param>
    public static IReadOnlyList<AccessPointProblem> Problems(AccessPoint point, WifiProfile profile) =>
        [.. Problems(point), .. RadioCheck.ProblemsOf(profile, point)];

    /// <summary>What is wrong with a channel wherever the radio is; null: it depends on the country.</summary>
    public static AccessPointProblem? ChannelProblem(int channel) => RadioCheck.ChannelProblem(channel);

    /// <summary>Reads one in which nothing is wrong.</summary>
    /// <exception cref="AccessPointException">Something is, or the profile cannot do it.</exception>
    internal static CheckedAccessPoint Read(AccessPoint point, WifiProfile profile)
    {
        var problems = Problems(point, profile);
        return problems.Count > 0 ? throw new AccessPointException(problems) : Read(point);
    }

    /// <summary>Reads one in which nothing is wrong.</summary>
    /// <exception cref="AccessPointException">Something is.</exception>
    internal static CheckedAccessPoint Read(AccessPoint point)
    {
        var problems = Problems(point);
        if (problems.Count > 0 || !Ipv4Subnet.TryParse(point.Address, out var subnet)) throw new AccessPointException(problems);
        if (point.Range is null || !AddressRange.TryParse(point.Range, out var range)) range = AddressRange.Usual(subnet);
        return new CheckedAccessPoint(point, subnet, range);
    }
}
