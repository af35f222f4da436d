using System.Globalization;
using Farlink.Radios;
using Farlink.Radios.Boards;
using Farlink.Radios.Ether;
using Farlink.Radios.RadioHeadEther;

namespace Farlink.Configuration;

/// <summary>Which radio to use: the value of <c>radio.uri</c> and <c>--radio</c>.</summary>
internal abstract partial record RadioUri
{
    public const string Example = "radiohead-ether://127.0.0.1:4000";

    private const string EtherExample = "ether://127.0.0.1:4001";
    private const int RadioHeadPort = 4000;
    private const int EtherPort = 4001;
    private const int DefaultBitsPerSecond = 10_000;

    /// <summary>Reads one; says what is wrong if it cannot.</summary>
    public static bool TryParse(string text, out RadioUri radio, out string problem)
    {
        radio = new RadioHead("127.0.0.1", RadioHeadPort, DefaultBitsPerSecond);
        problem = "allowed: sx1276:, sx1262: or sx1261: (a chip on this host's SPI), spi-tcp://HOST:PORT (farlink sim chip), "
            + $"{RNodeExample} (a modem with RNode firmware), {GatewayExample} (a gateway's packet forwarder), "
            + $"{EtherExample} (farlink sim ether --physical), {Example} (RadioHead's ether simulator, or farlink sim ether)";
        if (text.EndsWith(':') && Enum.TryParse<RadioChip>(text[..^1], ignoreCase: true, out var chip)
            && Enum.IsDefined(chip) && !char.IsAsciiDigit(text[0]))
        {
            radio = new Local(chip, null);
            return true;
        }

        if (text.StartsWith(RNodeScheme, StringComparison.Ordinal))
            return TryParseRNode(text[RNodeScheme.Length..], ref radio, ref problem);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return false;
        if (uri.AbsolutePath is not ("" or "/") || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0) return false;
        return uri.Scheme switch
        {
            "radiohead-ether" => TryParseRadioHead(uri, ref radio, ref problem),
            "ether" => TryParseEther(uri, ref radio, ref problem),
            "spi-tcp" => TryParseRemote(uri, ref radio, ref problem),
            "semtech-udp" => TryParseGateway(uri, ref radio, ref problem),
            _ => false,
        };
    }

    /// <summary>What such a radio can do, as far as its URI tells.</summary>
    public abstract RadioCapabilities Expected { get; }

    /// <summary>Opens it.</summary>
    /// <param name="address">Address of a RadioHead node.</param>
    /// <param name="name">What an ether calls it.</param>
    /// <param name="time">The radio's clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RadioException">It is not there.</exception>
    public abstract Task<IRadio> OpenAsync(byte address, string name, TimeProvider time, CancellationToken cancellationToken);

    private static bool TryParseRadioHead(Uri uri, ref RadioUri radio, ref string problem)
    {
        var rate = DefaultBitsPerSecond;
        if (uri.Query.Length > 0
            && !(uri.Query.StartsWith("?bps=", StringComparison.Ordinal) && int.TryParse(uri.Query[5..], out rate) && rate > 0))
        {
            problem = $"the only option is the ether's rate in bit/s: {Example}?bps=10000";
            return false;
        }

        radio = new RadioHead(uri.Host.Trim('[', ']'), uri.Port > 0 ? uri.Port : RadioHeadPort, rate);
        return true;
    }

    private static bool TryParseEther(Uri uri, ref RadioUri radio, ref string problem)
    {
        double x = 0, y = 0;
        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var isX = option.StartsWith("x=", StringComparison.Ordinal);
            if ((isX || option.StartsWith("y=", StringComparison.Ordinal))
                && double.TryParse(option[2..], NumberStyles.Float, CultureInfo.InvariantCulture, out var metres)
                && Math.Abs(metres) < 1e7)
            {
                if (isX) x = metres;
                else y = metres;
                continue;
            }

            problem = $"the only options are where it stands, in metres: {EtherExample}?x=800&y=-50";
            return false;
        }

        radio = new Ether(uri.Host.Trim('[', ']'), uri.Port > 0 ? uri.Port : EtherPort, x, y);
        return true;
    }

    private static bool TryParseRemote(Uri uri, ref RadioUri radio, ref string problem)
    {
        if (uri.Port <= 0 || uri.Query.Length > 0)
        {
            problem = "a host and a port, and nothing else: spi-tcp://127.0.0.1:5276";
            return false;
        }

        radio = new Remote(uri.Host.Trim('[', ']'), uri.Port, null);
        return true;
    }

    /// <summary>RadioHead's ether simulator.</summary>
    public sealed record RadioHead(string Host, int Port, int BitsPerSecond) : RadioUri
    {
        public override async Task<IRadio> OpenAsync(
            byte address, string name, TimeProvider time, CancellationToken cancellationToken) =>
            await RadioHeadEtherRadio.OpenAsync(
                new RadioHeadEtherOptions { Host = Host, Port = Port, BitsPerSecond = BitsPerSecond, Address = address }, time,
                cancellationToken);

        public override RadioCapabilities Expected =>
            new()
            {
                Description = $"RadioHead ether at {Host}:{Port}",
                IsSimulated = true,
                LeastFrameOctets = 4,
                HearsWhileSending = true,
            };

        public override string ToString() => $"radiohead-ether://{Host}:{Port}";
    }

    /// <summary>Farlink's own ether.</summary>
    public sealed record Ether(string Host, int Port, double X, double Y) : RadioUri
    {
        public override async Task<IRadio> OpenAsync(
            byte address, string name, TimeProvider time, CancellationToken cancellationToken) =>
            await EtherRadio.OpenAsync(
                new EtherOptions { Host = Host, Port = Port, Name = name, X = X, Y = Y }, time, cancellationToken);

        public override RadioCapabilities Expected =>
            new() { Description = $"simulated ether at {Host}:{Port}", IsSimulated = true, DetectsActivity = true };

        public override string ToString() => $"ether://{Host}:{Port}";
    }
}
