using System.Globalization;

namespace Farlink.Host.Wifi;

/// <summary>A host's address in an IPv4 network.</summary>
/// <param name="Address">The address.</param>
/// <param name="PrefixBits">Length of the network's prefix, 1 to 31 bits.</param>
internal readonly record struct Ipv4Subnet(uint Address, int PrefixBits)
{
    /// <summary>RFC 1918.</summary>
    private static readonly Ipv4Subnet[] PrivateBlocks = [new(0x0A000000, 8), new(0xAC100000, 12), new(0xC0A80000, 16)];

    /// <summary>The mask, such as 255.255.255.0.</summary>
    public uint Mask => uint.MaxValue << (32 - PrefixBits);

    /// <summary>The first address, which no host has.</summary>
    public uint Network => Address & Mask;

    /// <summary>The last address, which no host has.</summary>
    public uint Broadcast => Network | ~Mask;

    /// <summary>Whether a host may have the address.</summary>
    public bool IsHost => IsHostAddress(Address);

    /// <summary>Whether the network is one of those that nobody has on the Internet.</summary>
    public bool IsPrivate
    {
        get
        {
            var (network, bits) = (Network, PrefixBits);
            return PrivateBlocks.Any(block => bits >= block.PrefixBits && (network & block.Mask) == block.Network);
        }
    }

    /// <summary>The network as people write it: 192.168.2.0/24.</summary>
    public string NetworkText => string.Create(CultureInfo.InvariantCulture, $"{Ipv4.Write(Network)}/{PrefixBits}");

    /// <summary>Reads an address, a slash and the length of the prefix.</summary>
    public static bool TryParse(string text, out Ipv4Subnet subnet)
    {
        subnet = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !Ipv4.TryParse(text.AsSpan(0, slash), out var address)) return false;
        if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var bits)) return false;
        if (bits is < 1 or > 31) return false;
        subnet = new Ipv4Subnet(address, bits);
        return true;
    }

    /// <summary>Whether some host of the network may have an address.</summary>
    public bool IsHostAddress(uint address) => address > Network && address < Broadcast;

    /// <summary>The address as people write it: 192.168.2.1/24.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ipv4.Write(Address)}/{PrefixBits}");
}
