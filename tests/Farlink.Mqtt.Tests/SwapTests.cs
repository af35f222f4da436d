using System.Net;
using System.Security.Cryptography.X509Certificates;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Broker;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;
using Farlink.Tests.Shared;

namespace Farlink.Mqtt.Tests;

/// <summary>Users, rules and the certificate of a broker that runs.</summary>
public sealed class SwapTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ListLogger _log = new();

    [Fact]
    public async Task TryUse_UserIsGone_IsCutOffAndRefusedAndOthersAreNot()
    {
        await using var broker = await StartAsync(Plain());
        using var lost = await LoginAsync(broker, "lost");
        using var kept = await LoginAsync(broker, "kept");
        Assert.Equal(2, broker.Clients);

        Assert.True(broker.TryUse(Users("kept", "new"), AccessList.AllowAll));

        Assert.Null(await lost.ReadAsync());
        await _log.WaitForAsync("its user is no longer in the password file");
        await kept.SendAsync(RawMqtt.PingReq, 0, []);
        await kept.ReadAsync(RawMqtt.PingResp);
        using var again = await RawMqtt.OpenAsync(broker.Endpoints[0].Port);
        await Assert.ThrowsAnyAsync<Exception>(() => again.LoginAsync("lost", isClean: true, "lost", "secret"));
        using var added = await LoginAsync(broker, "new");
        while (broker.Clients > 2) await Task.Yield();
    }

    [Fact]
    public async Task TryUse_OtherRules_CountForWhoIsConnected()
    {
        await using var broker = await StartAsync(Plain());
        using var reader = await LoginAsync(broker, "kept");
        Assert.Equal(0, await reader.SubscribeAsync("#"));
        using var writer = await LoginAsync(broker, "lost");

        Assert.True(broker.TryUse(
            Users("kept", "lost"), AccessList.Parse("user lost\ntopic write #\nuser kept\ntopic read open", "acl")));

        await writer.PublishAsync("closed", "1", 0, 0, isRepeat: false);
        await writer.PublishAsync("open", "2", 0, 0, isRepeat: false);
        var first = await reader.ReadAsync(RawMqtt.Publish);
        byte[] expected = [.. RawMqtt.Text("open"), (byte)'2'];
        Assert.Equal(expected, first.Body);
        await reader.PublishAsync("open", "3", 0, 0, isRepeat: false);
        await _log.WaitForAsync("the ACL does not let user kept publish to open");
    }

    [Fact]
    public async Task TryUse_UsersWhereThereWereNone_NeedsARestart()
    {
        await using var open = await StartAsync(Plain() with { Passwords = null });
        Assert.False(open.TryUse(Users("kept"), AccessList.AllowAll));
        await using var closed = await StartAsync(Plain());
        Assert.False(closed.TryUse(null, AccessList.AllowAll));
        using var client = await LoginAsync(closed, "kept");
    }

    [Fact]
    public async Task Use_RenewedCertificate_IsShownFromTheNextConnectionOn()
    {
        await using var broker = await StartAsync(Plain() with
        {
            Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, 0), ListenerAuth.Mutual)],
            Passwords = null,
            Certificate = TestPki.Instance.Server,
            RefuseClientCertificate = _ => null,
        });
        var (before, shownBefore) = await ConnectAsync(broker, "before");
        await using var owned = before;
        Assert.Equal(TestPki.Instance.Server.Thumbprint, shownBefore);

        broker.Use(TestPki.Instance.Renewed);

        var (after, shownAfter) = await ConnectAsync(broker, "after");
        await using var ownedToo = after;
        Assert.Equal(TestPki.Instance.Renewed.Thumbprint, shownAfter);
        Assert.Equal(TestPki.Instance.Renewed.Thumbprint, broker.Certificate!.Thumbprint);
        Assert.True(before.IsConnected);
        var message = new MqttMessage { Topic = "a", Payload = default };
        Assert.True((await before.PublishAsync(message, default).WaitAsync(Patience)).IsAccepted);
    }

    [Fact]
    public async Task Use_CertificateWithoutTls_IsOurMistake()
    {
        await using var broker = await StartAsync(Plain());
        Assert.Throws<InvalidOperationException>(() => broker.Use(TestPki.Instance.Renewed));
    }

    private static PasswordFile Users(params string[] names)
    {
        var users = new PasswordFile();
        foreach (var name in names) users.Set(name, "secret");
        return users;
    }

    private static BrokerOptions Plain() => new()
    {
        Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, 0), ListenerAuth.Plain)],
        Passwords = Users("lost", "kept"),
    };

    private static async Task<RawMqtt> LoginAsync(EmbeddedBroker broker, string user)
    {
        var client = await RawMqtt.OpenAsync(broker.Endpoints[0].Port);
        await client.LoginAsync(user, isClean: true, user, "secret");
        return client;
    }

    /// <summary>Connects, and tells which certificate the broker showed.</summary>
    private static async Task<(BrokerClient Client, string Shown)> ConnectAsync(EmbeddedBroker broker, string id)
    {
        var shown = "";
        string? Note(X509Certificate2? certificate)
        {
            shown = certificate?.Thumbprint ?? "none";
            return null;
        }

        var client = BrokerClient.Start(
            new BrokerClientOptions
            {
                Host = "127.0.0.1",
                Port = broker.Endpoints[0].Port,
                ClientId = id,
                Tls = new BrokerClientTls
                {
                    Name = "mqtt.com",
                    RefuseServerCertificate = Note,
                    Certificate = TestPki.Instance.Client,
                },
            },
            null, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, TimeProvider.System);
        await client.WaitConnectedAsync(default).WaitAsync(Patience);
        return (client, shown);
    }

    private Task<EmbeddedBroker> StartAsync(BrokerOptions options) =>
        EmbeddedBroker.StartAsync(options, _log, TimeProvider.System, default);
}
