using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Farlink.Mqtt.Client;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>Somebody who stands where our client looks for its broker.</summary>
public sealed class FalseBrokerTests
{
    [Theory]
    [InlineData("of a device", "mqtt.com", "the certificate of CN=esp8266 is not for a server")]
    [InlineData("of another CA", "mqtt.com", "the certificate of CN=mqtt.com was not issued by our CA")]
    [InlineData("self-signed", "mqtt.com", "the certificate of CN=mqtt.com was not issued by our CA")]
    [InlineData("of another broker", "broker.example", "the certificate of CN=mqtt.com is not for the name broker.example")]
    public async Task Connect_BadCertificate_IsRefusedByOurClient(string which, string name, string reason)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var log = new ListLogger();
        await using var client = BrokerClient.Start(
            new BrokerClientOptions
            {
                Host = "127.0.0.1",
                Port = ((IPEndPoint)listener.LocalEndpoint).Port,
                ClientId = "dev",
                Tls = new BrokerClientTls
                {
                    Name = name,
                    Certificate = TestPki.Instance.Client,
                    RefuseServerCertificate = shown =>
                        TestPki.Instance.Check.CheckServer(shown, name) is { IsGood: false } verdict ? verdict.Text : null,
                },
            },
            null, log, TimeProvider.System);
        using var tcp = await listener.AcceptTcpClientAsync();
        await PretendAsync(tcp, Certificate(which));
        await log.WaitForAsync(reason);
        Assert.False(client.IsConnected);
    }

    private static async Task PretendAsync(TcpClient tcp, X509Certificate2 certificate)
    {
        await using var tls = new SslStream(tcp.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            while (await tls.ReadAsync(new byte[100]) > 0)
            {
            }
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            // As it should be.
        }
    }

    private static X509Certificate2 Certificate(string which) => which switch
    {
        "of a device" => TestPki.Instance.Client,
        "of another CA" => Forgery.OfOtherAuthority("mqtt.com", "CN=Another CA"),
        "self-signed" => Forgery.SelfSigned("mqtt.com"),
        "of another broker" => TestPki.Instance.Server,
        _ => throw new ArgumentOutOfRangeException(nameof(which)),
    };
}
