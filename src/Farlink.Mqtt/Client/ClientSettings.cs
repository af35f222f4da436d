using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Farlink.Mqtt.Client;

/// <summary>Our settings of a connection as the library wants them.</summary>
internal static class ClientSettings
{
    /// <param name="options">Settings.</param>
    /// <param name="onRefused">Told why the broker's certificate is not good.</param>
    public static MqttClientOptions Of(BrokerClientOptions options, Action<string> onRefused)
    {
        var settings = new MqttClientOptions
        {
            ClientId = options.ClientId,
            ProtocolVersion = options.UseMqtt5 ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311,
            CleanSession = !options.PersistentSession,
            SessionExpiryInterval = options is { UseMqtt5: true, PersistentSession: true }
                ? (uint)BrokerClientOptions.SessionKept.TotalSeconds
                : 0,
            KeepAlivePeriod = options.KeepAlive,
            Timeout = options.AnswerTimeout,
            TryPrivate = false,
            Credentials = options.User is null
                ? null
                : new MqttClientCredentials(
                    options.User, options.Password is null ? null : Encoding.UTF8.GetBytes(options.Password)),
            ChannelOptions = Channel(options, onRefused),
        };
        if (options.Will is { } will)
        {
            settings.WillTopic = will.Topic;
            settings.WillPayload = will.Payload.ToArray();
            settings.WillQualityOfServiceLevel = (MqttQualityOfServiceLevel)will.Qos;
            settings.WillRetain = will.Retain;
        }

        return settings;
    }

    private static IMqttClientChannelOptions Channel(BrokerClientOptions options, Action<string> onRefused)
    {
        var tls = Tls(options, onRefused);
        if (options.WebSocketPath is not { } path)
        {
            return new MqttClientTcpOptions
            {
                RemoteEndpoint = new System.Net.DnsEndPoint(options.Host, options.Port),
                TlsOptions = tls,
            };
        }

        // MQTT 3.1.1 §6: the sub-protocol is "mqtt".
        return new MqttClientWebSocketOptions
        {
            Uri = new UriBuilder(options.Tls is null ? "ws" : "wss", options.Host, options.Port, path).ToString(),
            SubProtocols = ["mqtt"],
            TlsOptions = tls,
        };
    }

    private static MqttClientTlsOptions Tls(BrokerClientOptions options, Action<string> onRefused)
    {
        if (options.Tls is not { } tls) return new MqttClientTlsOptions { UseTls = false };
        var settings = new MqttClientTlsOptions
        {
            UseTls = true,
            TargetHost = tls.Name,
            SslProtocol = SslProtocols.Tls12 | SslProtocols.Tls13,
            RevocationMode = X509RevocationMode.NoCheck,
            ApplicationProtocols = tls.Alpn is { } alpn ? [new SslApplicationProtocol(alpn)] : null,
        };
        if (tls.Certificate is { } own) settings.ClientCertificatesProvider = new DefaultMqttCertificatesProvider([own]);
        if (tls.RefuseServerCertificate is { } refuse)
        {
            settings.CertificateValidationHandler = args =>
            {
                if (refuse(args.Certificate as X509Certificate2) is not { } why) return true;
                onRefused(why);
                return false;
            };
        }

        return settings;
    }
}
