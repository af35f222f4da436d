using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Farlink.Mqtt.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Farlink.Mqtt.Tests;

public sealed class AlpnTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("x-amzn-mqtt-ca")]
    public async Task Connect_Alpn_AsksForTheProtocolNamed(string? alpn)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var client = BrokerClient.Start(
            new BrokerClientOptions
            {
                Host = "127.0.0.1",
                Port = ((IPEndPoint)listener.LocalEndpoint).Port,
                ClientId = "client",
                Tls = new BrokerClientTls { Name = "mqtt.com", Alpn = alpn, RefuseServerCertificate = _ => null },
            },
            null, NullLogger.Instance, TimeProvider.System);
        using var tcp = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = TestPki.Instance.Server,
            ApplicationProtocols = [new SslApplicationProtocol("mqtt"), new SslApplicationProtocol("x-amzn-mqtt-ca")],
        });
        Assert.Equal(alpn ?? "", tls.NegotiatedApplicationProtocol.ToString());
    }
}
