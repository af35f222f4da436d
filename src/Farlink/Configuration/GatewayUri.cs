using System.Globalization;
using System.Net;
using Farlink.Radios;
using Farlink.Radios.SemtechUdp;

namespace Farlink.Configuration;

internal abstract partial record RadioUri
{
    private const string GatewayExample = "semtech-udp://127.0.0.1:1700";

    /// <summary>
    /// A concentrator behind a Semtech packet forwarder: <c>semtech-udp://address:port?eui=..&amp;from=..&amp;tx=..</c>.
    /// </summary>
    public sealed record Gateway(GatewayOptions Options) : RadioUri
    {
        public override RadioCapabilities Expected => new()
        {
            Description = $"gateway at UDP {Options.Listen}",
            IsSimulated = false,
            ReportsSignal = true,
        };

        public override Task<IRadio> OpenAsync(
            byte address, string name, TimeProvider time, CancellationToken cancellationToken) =>
            Task.FromResult<IRadio>(GatewayRadio.Open(Options, time));

        public override string ToString() => $"semtech-udp://{Options.Listen}";
    }

    private static bool TryParseGateway(Uri uri, ref RadioUri radio, ref string problem)
    {
        const int usualPort = 1700;
        var host = uri.Host.Trim('[', ']');
        if (!IPAddress.TryParse(host == "localhost" ? "127.0.0.1" : host, out var address))
        {
            problem = $"the address of this host that the packet forwarder sends to: {GatewayExample}";
            return false;
        }

        HashSet<ulong> gateways = [];
        List<IPNetwork> from = [];
        var usesCounter = false;
        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = option.IndexOf('=', StringComparison.Ordinal) is var at and > 0
                ? (option[..at], option[(at + 1)..]) : (option, "");
            var isGood = key switch
            {
                "eui" => TryReadEui(value, gateways),
                "from" => TryReadNetwork(value, from),
                "tx" => value is "imme" or "tmst",
                _ => false,
            };
            if (!isGood)
            {
                problem = $"options are eui=HEX (16 digits, gateway_ID), from=ADDRESS or from=NETWORK/BITS, tx=imme or tx=tmst: "
                    + $"{GatewayExample}?eui=AA555A0000000101&tx=tmst";
                return false;
            }

            if (key == "tx") usesCounter = value == "tmst";
        }

        if (!IPAddress.IsLoopback(address) && (from.Count == 0 || gateways.Count == 0))
        {
            problem = "packet forwarders prove nothing: on an address that other hosts reach, say which may come: "
                + $"semtech-udp://{address}:1700?eui=AA555A0000000101&from=192.168.1.20";
            return false;
        }

        radio = new Gateway(new GatewayOptions
        {
            Listen = new IPEndPoint(address, uri.Port > 0 ? uri.Port : usualPort),
            Gateways = gateways,
            From = from,
            UsesCounter = usesCounter,
        });
        return true;
    }

    private static bool TryReadEui(string text, HashSet<ulong> gateways)
    {
        const int digits = 16;
        var plain = text.Replace(":", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        if (plain.Length != digits
            || !ulong.TryParse(plain, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var eui))
            return false;
        gateways.Add(eui);
        return true;
    }

    private static bool TryReadNetwork(string text, List<IPNetwork> networks)
    {
        const int bitsOfVersion4 = 32, bitsOfVersion6 = 128;
        if (IPAddress.TryParse(text, out var single))
        {
            networks.Add(new IPNetwork(
                single, single.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? bitsOfVersion4 : bitsOfVersion6));
            return true;
        }

        if (!IPNetwork.TryParse(text, out var network)) return false;
        networks.Add(network);
        return true;
    }
}
