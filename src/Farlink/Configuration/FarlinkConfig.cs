using System.Net;
using Farlink.Keys.Pairing;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Link;
using Farlink.Protocol.RadioHead;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Microsoft.Extensions.Logging;

namespace Farlink.Configuration;

/// <summary>Which end of a link this host is.</summary>
internal enum Role
{
    Site,
    Base,
}

/// <summary>A whole configuration, checked.</summary>
internal sealed record FarlinkConfig
{
    public required Role Role { get; init; }

    public required string Name { get; init; }

    /// <summary>Least important events in the log; the command line may say otherwise.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public required RadioConfig Radio { get; init; }

    public required LinkConfig Link { get; init; }

    public required BrokerConfig Broker { get; init; }

    public required UpstreamConfig? Upstream { get; init; }

    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>[clock] socket, at a site: where a time server takes the base's time; null: nowhere.</summary>
    public string? ClockSocket { get; init; }

    /// <summary>[homeassistant]: what discovery topics begin with; null: no discovery.</summary>
    public string? HomeAssistantPrefix { get; init; }

    public DashboardConfig Dashboard { get; init; } = new();

    /// <summary>Native mode at a base: its links.</summary>
    public IReadOnlyList<LinkedSite> Sites { get; init; } = [];
}

/// <summary>A link of a base: [[site]], or a pairing, or both.</summary>
/// <param name="Name">The site's name.</param>
/// <param name="Id">The link id.</param>
/// <param name="Prefix">What the topics it may publish begin with; "": any.</param>
/// <param name="KeyFile">With a shared key: its file.</param>
/// <param name="Pairing">With paired ends: the pairing.</param>
internal sealed record LinkedSite(string Name, byte Id, string Prefix, string? KeyFile, PairingRecord? Pairing)
{
    /// <summary>Whether it can have a session: it has a key, or is paired.</summary>
    public bool IsReady => KeyFile is not null || Pairing is not null;
}

/// <summary>[radio]</summary>
internal sealed record RadioConfig(RadioUri Uri, Region Region, RadioSettings Settings, ChannelVerdict Channel)
{
    /// <summary>Where it is: ISO 3166-1, two capital letters; null: not said.</summary>
    public string? Country { get; init; }

    /// <summary>How low power may go where a link needs less.</summary>
    public required Dbm LeastPower { get; init; }
}

/// <summary>[link]</summary>
internal sealed record LinkConfig
{
    /// <summary>Whether the native format is spoken; else RadioHead's, and the keys below count.</summary>
    public required bool IsNative { get; init; }

    /// <summary>Native: the link id of a site.</summary>
    public byte Id { get; init; } = 1;

    /// <summary>Native, at a site: its pairing; null with a shared key, or while it is not paired.</summary>
    public PairingRecord? Pairing { get; init; }

    /// <summary>Native: the URI of the static key of paired ends.</summary>
    public string Element { get; init; } = "";

    /// <summary>Native: the folder of pairings.</summary>
    public string PairingFolder { get; init; } = "";

    /// <summary>The file of the durable queues; in RadioHead mode of the airtime ledger alone.</summary>
    public string StorePath { get; init; } = "";

    /// <summary>Native: the longest message, in octets.</summary>
    public int MostMessageOctets { get; init; } = 8192;

    /// <summary>Memory of the compression model of each direction, in MiB; 0: not compressed.</summary>
    public int ModelMebibytes { get; init; } = LinkOptions.UsualModelMebibytes;

    /// <summary>Native: whether messages without <c>traceparent</c> are published with one.</summary>
    public bool AddsTrace { get; init; }

    public required byte Address { get; init; }

    public required byte To { get; init; }

    public required string Codec { get; init; }

    public required string? KeyFile { get; init; }

    public required bool Reliable { get; init; }

    public required AcknowledgePolicy Acknowledge { get; init; }

    public required int Retries { get; init; }

    /// <summary>Null: computed from airtime.</summary>
    public required TimeSpan? Timeout { get; init; }

    public required int MostQueued { get; init; }
}

/// <summary>[broker]</summary>
internal sealed record BrokerConfig
{
    public required bool IsEmbedded { get; init; }

    /// <summary>How to reach an external one.</summary>
    public required UpstreamConfig? External { get; init; }

    public required IReadOnlyList<ListenerOptions> Listeners { get; init; }

    public required string CaFile { get; init; }

    /// <summary>The list of revocations; it may come later, and change.</summary>
    public required string RevocationFile { get; init; }

    public required string CertificateFile { get; init; }

    public required string KeyFile { get; init; }

    public required string? PasswordFile { get; init; }

    public required string? AclFile { get; init; }

    /// <summary>Which user may come with which certificate.</summary>
    public required CertificateUser CertificateUser { get; init; }

    /// <summary>Whether client ids must begin with the user's name.</summary>
    public required bool ClientIdsNameUser { get; init; }
}

/// <summary>[upstream], or [broker] of kind external.</summary>
internal sealed record UpstreamConfig
{
    public required BrokerUrl Url { get; init; }

    public required string TlsName { get; init; }

    public required string? CaFile { get; init; }

    /// <summary>A list of revocations of its CA; null: none.</summary>
    public required string? RevocationFile { get; init; }

    public required string? CertificateFile { get; init; }

    public required string? KeyFile { get; init; }

    public required string? User { get; init; }

    public required string? PasswordFile { get; init; }

    public required string? ClientId { get; init; }

    /// <summary>Application protocol to ask for in the TLS handshake.</summary>
    public required string? Alpn { get; init; }

    public required bool UseMqtt5 { get; init; }
}

/// <summary>
/// A broker's address: <c>mqtts://host:port</c> with TLS, <c>mqtt://host:port</c> without; <c>wss://host:port/path</c> and
/// <c>ws://</c> for MQTT over WebSocket.
/// </summary>
internal sealed record BrokerUrl(string Host, int Port, bool UseTls, string? WebSocketPath = null)
{
    public static bool TryParse(string text, out BrokerUrl url)
    {
        url = new BrokerUrl(string.Empty, 0, false);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return false;
        var isWeb = uri.Scheme is "ws" or "wss";
        if (!isWeb && (uri.Scheme is not ("mqtt" or "mqtts") || uri.AbsolutePath is not ("" or "/"))) return false;
        if (uri.UserInfo.Length > 0 || (isWeb && uri.Query.Length > 0)) return false;

        // -1: none is said. Nobody listens on 0, which is reserved (RFC 6335 section 6); Uri itself refuses what is above 65535.
        if (uri.Port == 0) return false;
        var useTls = uri.Scheme is "mqtts" or "wss";
        var host = uri.HostNameType == UriHostNameType.IPv6 ? IPAddress.Parse(uri.Host).ToString() : uri.Host;
        var usual = (isWeb, useTls) switch { (true, true) => 443, (true, false) => 80, (false, true) => 8883, _ => 1883 };
        url = new BrokerUrl(host, uri.Port > 0 ? uri.Port : usual, useTls, isWeb ? uri.AbsolutePath : null);
        return true;
    }
}
