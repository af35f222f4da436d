using System.Security.Cryptography.X509Certificates;
using Farlink.Mqtt.Client;
using Farlink.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>Before MQTT: who comes without the right certificate, or without TLS.</summary>
public sealed class TlsAttackTests
{
    [Theory]
    [InlineData("self-signed", "the certificate of CN=esp8266 was not issued by our CA")]
    [InlineData("of another CA", "the certificate of CN=esp8266 was not issued by our CA")]
    [InlineData("of a CA that calls itself ours", "the certificate of CN=esp8266 was not issued by our CA")]
    [InlineData("expired", "the certificate of CN=esp8266 expired on")]
    [InlineData("not yet valid", "the certificate of CN=esp8266 begins on")]
    [InlineData("revoked", "the certificate of CN=revoked was revoked")]
    [InlineData("of a broker", "the certificate of CN=mqtt.com is not for a client")]
    public async Task Connect_BadCertificate_IsRefused(string which, string reason)
    {
        await using var target = await Target.StartAsync();
        Assert.False(await target.IsLetInAsync(Certificate(which)));
        await target.Log.WaitForAsync(reason);
    }

    [Fact]
    public async Task Connect_NoCertificate_IsRefused()
    {
        await using var target = await Target.StartAsync();
        Assert.False(await target.IsLetInAsync(null));
        await target.Log.WaitForAsync("no certificate was shown");
    }

    [Fact]
    public async Task Connect_GoodCertificate_IsLetIn()
    {
        await using var target = await Target.StartAsync();
        Assert.True(await target.IsLetInAsync(TestPki.Instance.Client));
    }

    [Theory]
    [InlineData("100d00044d5154540402003c000161")] // CONNECT in the clear
    [InlineData("474554202f20485454502f312e310d0a0d0a")] // GET / HTTP/1.1
    [InlineData("16030100050100000100")] // a ClientHello of one octet
    [InlineData("ffffffffffffffffffffffffffffffff")]
    public async Task Connect_WithoutTls_IsRefused(string hex)
    {
        await using var target = await Target.StartAsync();
        using var socket = await target.OpenAsync();
        await socket.SendAsync(Convert.FromHexString(hex));
        await Target.ReadToEndAsync(socket).WaitAsync(Target.Patience);
        await target.Log.WaitForAsync("TLS was not agreed");
    }

    [Fact]
    public async Task Handshake_OwnKeyThatDoesNotSign_IsToldAtBothEnds()
    {
        await using var target = await Target.StartAsync(options => options with { OwnKeyProblem = () => "the chip is silent" });
        using var socket = await target.OpenAsync();
        socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        await Target.ReadToEndAsync(socket).WaitAsync(Target.Patience);
        await target.Log.WaitForAsync("the broker's own key did not sign: the chip is silent");

        var log = new ListLogger();
        await using var client = BrokerClient.Start(
            new BrokerClientOptions
            {
                Host = "127.0.0.1",
                Port = target.Endpoint.Port,
                ClientId = "device",
                Tls = new BrokerClientTls
                {
                    Name = "mqtt.com",
                    RefuseServerCertificate = _ => "not trusted",
                    OwnKeyProblem = () => "the token is gone",
                },
            },
            null, log, TimeProvider.System);
        await log.WaitForAsync("our own key did not sign: the token is gone");
    }

    [Fact]
    public async Task Handshake_CutShort_EndsAtTheLimitAndOthersGoOn()
    {
        var time = new FakeTimeProvider();
        await using var target = await Target.StartAsync(time: time);
        using var silent = await target.OpenAsync();

        // The beginning of a ClientHello of 200 octets.
        await silent.SendAsync(Convert.FromHexString("16030100c8010000c40303"));
        var ending = Target.ReadToEndAsync(silent);

        // Taken after the silent one: its deadline runs by now.
        using var genuine = await target.LoginAsync();
        time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.False(ending.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await ending.WaitAsync(Target.Patience);
        await target.Log.WaitForAsync("no login within 10 s");
        await genuine.SendAsync(RawMqtt.PingReq, 0, []);
        Assert.Equal(RawMqtt.PingResp, (await genuine.ReadAsync())?.Type);
    }

    private static X509Certificate2 Certificate(string which) => which switch
    {
        "self-signed" => Forgery.SelfSigned("esp8266"),
        "of another CA" => Forgery.OfOtherAuthority("esp8266", "CN=Another CA"),
        "of a CA that calls itself ours" => Forgery.OfOtherAuthority("esp8266", TestPki.Instance.Client.Issuer),
        "expired" => TestPki.Instance.Expired,
        "not yet valid" => TestPki.Instance.Early,
        "revoked" => TestPki.Instance.Revoked,
        "of a broker" => TestPki.Instance.Server,
        _ => throw new ArgumentOutOfRangeException(nameof(which)),
    };
}
