using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Certificates;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Bridging;
using Farlink.Protocol.Session;
using Farlink.Runtime.Services;
using Farlink.Runtime.Watching;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Runtime.Tests.Watching;

/// <summary>Whose certificate is trusted no more becomes an event.</summary>
public sealed class CertificateEventTests : LinkServiceBench
{
    private static readonly Route[] All = [new("#", RouteDirection.Both)];

    /// <summary>CONNECT of MQTT 3.1.1, client "a"; answered by four octets.</summary>
    private static readonly byte[] Connect = Convert.FromHexString("100d00044d5154540402003c000161");

    [Fact]
    public async Task Device_RevokedAndConnecting_IsAnEventAtTheSite()
    {
        Watch = new WatchHub(new WatchOptions(), TimeProvider.System);
        using var pki = new RevocationPki(_folder);
        pki.Revoke("site.crl");
        using var broker = pki.WithKey("mqtt.com");
        using var device = pki.WithKey("esp8266");
        using var check = new CertificateCheck(pki.Authority, TimeProvider.System, pki.Open("site.crl"));
        var site = await StartAsync(
            LinkRole.Site, "barn", [Link(1, "barn")], All, BrokerSetup.Own(Mutual(broker, check)), []);

        await ConnectAsync(site.Broker!.Endpoints[0], device, broker.Subject).WaitAsync(Patience);
        var told = await RevokedAsync("site");
        Assert.Equal(EventLevel.Warning, told.Level);
        Assert.Contains("the certificate of CN=esp8266 was revoked", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Device_OfAnotherAuthority_IsAnEventAtTheSite()
    {
        Watch = new WatchHub(new WatchOptions(), TimeProvider.System);
        using var pki = new RevocationPki(_folder);
        using var other = new RevocationPki(Directory.CreateDirectory(Path.Combine(_folder, "other")).FullName);
        using var broker = pki.WithKey("mqtt.com");
        using var device = other.WithKey("esp8266");
        using var check = new CertificateCheck(pki.Authority, TimeProvider.System);
        var site = await StartAsync(
            LinkRole.Site, "barn", [Link(1, "barn")], All, BrokerSetup.Own(Mutual(broker, check)), []);

        await ConnectAsync(site.Broker!.Endpoints[0], device, broker.Subject).WaitAsync(Patience);
        var told = await RevokedAsync("site");
        Assert.Contains("was not issued by our CA", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Device_RevokedWhileConnected_IsAnEventAtTheSite()
    {
        Watch = new WatchHub(new WatchOptions(), TimeProvider.System);
        using var pki = new RevocationPki(_folder);
        using var broker = pki.WithKey("mqtt.com");
        using var device = pki.WithKey("esp8266");
        var revocations = pki.Open("site.crl");
        using var check = new CertificateCheck(pki.Authority, TimeProvider.System, revocations);
        var options = Mutual(broker, check) with { CertificatesChanged = () => revocations.TryReload() is null };
        var site = await StartAsync(LinkRole.Site, "barn", [Link(1, "barn")], All, BrokerSetup.Own(options), []);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(site.Broker!.Endpoints[0]);
        await using var tls = await SecureAsync(tcp, device, broker.Subject).WaitAsync(Patience);
        await tls.WriteAsync(Connect);
        await tls.ReadExactlyAsync(new byte[4]).AsTask().WaitAsync(Patience);

        pki.Revoke("site.crl");
        var told = await RevokedAsync("site");
        Assert.Contains("the certificate of CN=esp8266 was revoked", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revocations_TakenOverAtASite_AreAnEventThere()
    {
        Watch = new WatchHub(new WatchOptions(), TimeProvider.System);
        using var pki = new RevocationPki(_folder);
        pki.Revoke("base.crl");
        await StartAsync(
            LinkRole.BaseStation, "house", [Link(1, "barn")], All, BrokerSetup.Other(Options("house")),
            new Dictionary<byte, string> { [1] = "" }, options => options with { Revocations = pki.Open("base.crl") });
        await StartAsync(
            LinkRole.Site, "barn", [Link(1, "barn")], All, BrokerSetup.Own(Broker()), [],
            options => options with { Revocations = pki.Open("site.crl") });
        var told = await RevokedAsync("site");
        Assert.Equal(EventLevel.Info, told.Level);
        Assert.Contains("1 certificate is revoked", told.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Refused_VeryOftenUnderManyNames_IsOneEventAMinuteWithTheCount(bool isNative)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
        var hub = new WatchHub(new WatchOptions { IsNative = isNative }, time);
        for (var i = 0; i < 1000; i++) Refuse(hub, $"CN=stranger{(char)('a' + (i % 26))}{i}", "was not issued by our CA");
        Refuse(hub, "CN=esp8266", "was revoked");
        Assert.Equal(2, hub.Events.LastId);
        time.Advance(TimeSpan.FromMinutes(1));
        Refuse(hub, "CN=one more", "was not issued by our CA");
        var told = Assert.Single(hub.Events.Before(long.MaxValue, 1));
        Assert.Equal((EventKind.Revoked, EventLevel.Warning), (told.Kind, told.Level));
        Assert.Contains("999 more", told.Text, StringComparison.Ordinal);
    }

    private static void Refuse(WatchHub hub, string subject, string why) =>
        hub.Observe(new ChainEvent.CertificateRefused("site", subject, $"the certificate of {subject} {why}"));

    private static BrokerOptions Mutual(X509Certificate2 certificate, CertificateCheck check) => new()
    {
        Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, 0))],
        Certificate = certificate,
        RefuseClientCertificate = shown => check.CheckClient(shown) is { IsGood: false } bad ? bad.Text : null,
    };

    /// <summary>Shows a certificate, and waits for the end: in TLS 1.3 that comes after the handshake.</summary>
    private static async Task ConnectAsync(IPEndPoint broker, X509Certificate2 certificate, string name)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(broker);
        try
        {
            await using var tls = await SecureAsync(tcp, certificate, name);
            Assert.Equal(0, await tls.ReadAsync(new byte[1]));
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            // Refused.
        }
    }

    private static async Task<SslStream> SecureAsync(TcpClient tcp, X509Certificate2 certificate, string name)
    {
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "mqtt.com",
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == name,
            LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
        });
        return tls;
    }

    private async Task<SeenEvent> RevokedAsync(string role)
    {
        SeenEvent? Find() => Watch!.Events.After(0, 100)
            .FirstOrDefault(one => one.Role == role && one.Kind == EventKind.Revoked);
        await WaitAsync(() => Find() is not null, () => $"no event came; the log has {Log.All}");
        return Find()!;
    }
}
