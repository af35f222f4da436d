using Farlink.Commands;
using Farlink.Mqtt.Broker;

namespace Farlink.Devices;

/// <summary>What a real device is to be told: its WiFi, its broker, and how it shows who it is.</summary>
internal sealed record DeviceSettings
{
    private const int ShortestPassphrase = 8;
    private const int LongestPassphrase = 63;

    /// <summary>Which kind of listener it uses.</summary>
    public required ListenerAuth Listener { get; init; }

    public required string Ssid { get; init; }

    public required string Passphrase { get; init; }

    /// <summary>A name, not an address: devices check the broker's certificate by it.</summary>
    public required string Server { get; init; }

    public required int Port { get; init; }

    /// <summary>Empty if the certificate alone counts.</summary>
    public required string User { get; init; }

    public required string Password { get; init; }

    /// <summary>PEM file of the CA; with TLS.</summary>
    public required string? CaFile { get; init; }

    /// <summary>PEM file of the device's certificate; on a mutual listener.</summary>
    public required string? CertificateFile { get; init; }

    /// <summary>PEM file of its key, or <c>ATCA:SLOT</c> for a chip; on a mutual listener.</summary>
    public required string? Key { get; init; }

    public bool HasTls => Listener != ListenerAuth.Plain;

    /// <summary>Refuses what no device can use.</summary>
    /// <param name="longestSsid">In octets.</param>
    /// <exception cref="UsageException">Something is missing or does not fit; says what is allowed.</exception>
    public DeviceSettings Checked(int longestSsid)
    {
        var ssidOctets = System.Text.Encoding.UTF8.GetByteCount(Ssid);
        if (ssidOctets == 0 || ssidOctets > longestSsid || Ssid.Any(char.IsControl))
            throw new UsageException($"--ssid: 1 to {longestSsid} octets, no control characters; this has {ssidOctets}.");
        if (Passphrase.Length is < ShortestPassphrase or > LongestPassphrase || !Passphrase.All(c => c is >= ' ' and <= '~'))
            throw new UsageException($"--passphrase: {ShortestPassphrase} to {LongestPassphrase} printable ASCII characters.");
        if (System.Net.IPAddress.TryParse(Server, out _))
            throw new UsageException("--server: give a name, not an address; the device checks the broker's certificate by it.");
        if (!Server.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
            throw new UsageException("--server: letters, digits, dots and hyphens.");
        if (Key is not null && Path.GetFileName(Key) == Path.GetFileName(CertificateFile))
            throw new UsageException("--cert and --key: files of the same name would replace each other on the device.");
        if (CaFile is not null && Path.GetFileName(CaFile) == Path.GetFileName(CertificateFile))
            throw new UsageException("--ca and --cert: files of the same name would replace each other on the device.");
        if ((User + Password).Any(char.IsControl)) throw new UsageException("--user, --password: no control characters.");
        if (Listener != ListenerAuth.Mutual && (User.Length == 0 || Password.Length == 0))
            throw new UsageException($"A {Words(Listener)} listener needs --user and --password.");
        if (HasTls && CaFile is null) throw new UsageException($"A {Words(Listener)} listener needs --ca, the CA's certificate.");
        if (Listener == ListenerAuth.Mutual && (CertificateFile is null || Key is null))
            throw new UsageException("A mutual listener needs --cert and --key.");
        if (Listener != ListenerAuth.Mutual && (CertificateFile is not null || Key is not null))
            throw new UsageException($"A {Words(Listener)} listener asks for no certificate: leave --cert and --key out.");
        return this;
    }

    public static string Words(ListenerAuth listener) => listener.ToString().ToLowerInvariant();
}
