using Farlink.Radios.RadioHeadEther;

namespace Farlink.Configuration;

/// <summary>Which radio to use: the value of <c>radio.uri</c> and <c>--radio</c>.</summary>
internal sealed record RadioUri(string Host, int Port, int BitsPerSecond)
{
    public const string Example = "radiohead-ether://127.0.0.1:4000";

    private const int DefaultPort = 4000;
    private const int DefaultBitsPerSecond = 10_000;

    /// <summary>Reads one; says what is wrong if it cannot.</summary>
    public static bool TryParse(string text, out RadioUri radio, out string problem)
    {
        radio = new RadioUri("127.0.0.1", DefaultPort, DefaultBitsPerSecond);
        problem = $"allowed: {Example} (RadioHead's ether simulator, or farlink sim ether)";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != "radiohead-ether" || uri.Host.Length == 0)
            return false;
        if (uri.AbsolutePath is not ("" or "/") || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0) return false;

        var rate = DefaultBitsPerSecond;
        if (uri.Query.Length > 0
            && !(uri.Query.StartsWith("?bps=", StringComparison.Ordinal) && int.TryParse(uri.Query[5..], out rate) && rate > 0))
        {
            problem = $"the only option is the ether's rate in bit/s: {Example}?bps=10000";
            return false;
        }

        radio = new RadioUri(uri.Host.Trim('[', ']'), uri.Port > 0 ? uri.Port : DefaultPort, rate);
        return true;
    }

    public override string ToString() => $"radiohead-ether://{Host}:{Port}";

    public RadioHeadEtherOptions Options(byte address) =>
        new() { Host = Host, Port = Port, BitsPerSecond = BitsPerSecond, Address = address };
}
