namespace Farlink.Host.Wifi;

/// <summary>An access point in which nothing is wrong, with its addresses read.</summary>
/// <param name="Point">The access point.</param>
/// <param name="Subnet">The site's address in its network.</param>
/// <param name="Range">The addresses for devices.</param>
internal sealed record CheckedAccessPoint(AccessPoint Point, Ipv4Subnet Subnet, AddressRange Range)
{
    /// <summary>The site's address.</summary>
    public string Site => Ipv4.Write(Subnet.Address);

    /// <summary>First address for devices.</summary>
    public string First => Ipv4.Write(Range.First);

    /// <summary>Last address for devices.</summary>
    public string Last => Ipv4.Write(Range.Last);
}
