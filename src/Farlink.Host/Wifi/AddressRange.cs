namespace Farlink.Host.Wifi;

/// <summary>Addresses from the first to the last, both included.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
internal readonly record struct AddressRange(uint First, uint Last)
{
    private const uint UsualFirst = 10, UsualLast = 200;

    /// <summary>Reads two addresses with a hyphen between them.</summary>
    public static bool TryParse(string text, out AddressRange range)
    {
        range = default;
        var hyphen = text.IndexOf('-', StringComparison.Ordinal);
        if (hyphen < 0 || !Ipv4.TryParse(text.AsSpan(0, hyphen), out var first)
            || !Ipv4.TryParse(text.AsSpan(hyphen + 1), out var last)) return false;
        range = new AddressRange(first, last);
        return true;
    }

    /// <summary>The range where none was given. If the host's own address is in it: the larger part beside that.</summary>
    public static AddressRange Usual(Ipv4Subnet subnet)
    {
        var isLarge = subnet.Broadcast - subnet.Network > UsualLast;
        var first = subnet.Network + (isLarge ? UsualFirst : 1);
        var last = isLarge ? subnet.Network + UsualLast : subnet.Broadcast - 1;
        if (subnet.Address < first || subnet.Address > last) return new AddressRange(first, last);
        return subnet.Address - first > last - subnet.Address
            ? new AddressRange(first, subnet.Address - 1)
            : new AddressRange(subnet.Address + 1, last);
    }

    /// <summary>Whether an address is in it.</summary>
    public bool Contains(uint address) => address >= First && address <= Last;
}
