namespace Farlink.Host.Wifi;

/// <summary>Lines for dnsmasq, which gives addresses and answers for names. Measured with dnsmasq 2.90.</summary>
internal static class DnsmasqText
{
    /// <summary>
    /// For dnsmasq of its own: the whole of it. Not <c>bind-interfaces</c>: that does not start before the interface is there.
    /// What devices are told has a tag, so that it is told to nobody else, should this dnsmasq ever have other ranges.
    /// </summary>
    public static string Whole(CheckedAccessPoint cell) => $"""
        interface={cell.Point.Interface}
        bind-dynamic
        except-interface=lo
        {Common}
        dhcp-range=set:{Tag},{cell.First},{cell.Last},{Ipv4.Write(cell.Subnet.Mask)},{ConfText.Lease(cell.Point.Lease)}
        dhcp-option=tag:{Tag},option:router,{cell.Site}
        dhcp-option=tag:{Tag},option:dns-server,{cell.Site}
        dhcp-option=tag:{Tag},option:ntp-server,{cell.Site}
        {Names(cell)}
        """;

    /// <summary>For the dnsmasq that NetworkManager runs for a shared connection, with interface, range and router.</summary>
    public static string Shared(CheckedAccessPoint cell) => $"""
        # NetworkManager reads this for each of its shared connections.
        {Common}
        dhcp-option=option:ntp-server,{cell.Site}
        {Names(cell)}
        """;

    /// <summary>
    /// Without upstream servers. Without <c>no-ping</c> each new address is tried for three seconds, while an ESP8266 asks again.
    /// </summary>
    private const string Common = """
        no-resolv
        no-hosts
        domain-needed
        bogus-priv
        no-ping
        dhcp-authoritative
        """;

    /// <summary>Of requests that our range answers (dnsmasq(8), --dhcp-range).</summary>
    private const string Tag = "farlink";

    /// <summary>
    /// <c>address=/#/</c> alone leaves questions for other types than A to upstream, and refuses them where there is none: an
    /// AAAA that is refused makes some devices give up the name. With <c>local=/#/</c> they are answered empty.
    /// </summary>
    private static string Names(CheckedAccessPoint cell)
    {
        var names = cell.Point.Names.Select(name => $"""
            host-record={name},{cell.Site}
            address=/{name}/{cell.Site}
            local=/{name}/
            """);
        return $"""
            # The site's own names: host-record answers the reverse question too, local keeps every type of question here.
            {string.Join('\n', names)}
            # Any other name leads to the site as well. Other questions are answered empty, and nothing is asked upstream.
            address=/#/{cell.Site}
            local=/#/
            """;
    }
}
