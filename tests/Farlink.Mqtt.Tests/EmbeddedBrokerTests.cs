using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Broker;
using Farlink.Mqtt.Client;
using Farlink.Protocol.Messages;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Farlink.Mqtt.Tests;

/// <summary>The broker with real clients and hostile sockets on loopback.</summary>
public sealed class EmbeddedBrokerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] MinimalConnect = Convert.FromHexString("100d00044d5154540402003c000161");
    private readonly ListLogger _log = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Publish_MutualTls_ReachesTheSubscriberAndTheHook(bool useMqtt5)
    {
        var seen = new ConcurrentQueue<string>();
        await using var broker = await StartAsync(Options() with
        {
            OnPublish = (message, _) =>
            {
                seen.Enqueue(message.Topic);
                return new ValueTask<string?>((string?)null);
            },
        });
        var arrived = new TaskCompletionSource<MqttMessage>();
        await using var subscriber = await ConnectAsync(
            broker, "sub", useMqtt5, onMessage: arrived.SetResult, filter: "/esp8266");
        await using var device = await ConnectAsync(broker, "dev", useMqtt5);
        var outcome = await device.PublishAsync(new MqttMessage { Topic = "/esp8266", Payload = "hi"u8.ToArray() }, default)
            .WaitAsync(Patience);
        Assert.Equal(new PublishOutcome(null, 1), outcome);
        Assert.Equal("hi"u8.ToArray(), (await arrived.Task.WaitAsync(Patience)).Payload.ToArray());
        Assert.Equal(["/esp8266"], seen);
    }

    [Fact]
    public async Task Publish_HookThrows_IsNotAcknowledged()
    {
        var attempts = 0;
        await using var broker = await StartAsync(Options() with
        {
            OnPublish = (_, _) =>
                Interlocked.Increment(ref attempts) == 1
                    ? throw new InvalidOperationException("disk full")
                    : new ValueTask<string?>((string?)null),
        });
        await using var device = await ConnectAsync(broker, "dev");
        var outcome = await device.PublishAsync(new MqttMessage { Topic = "/esp8266", Payload = "hi"u8.ToArray() }, default)
            .WaitAsync(Patience);
        Assert.True(outcome.IsAccepted);
        Assert.True(outcome.Attempts >= 2);
        Assert.Equal(2, attempts);
    }

    [Theory]
    [InlineData("$SYS/x")]
    [InlineData("farlink/barn/state")]
    [InlineData("/denied")]
    public async Task Publish_NotAllowed_IsRefusedWithAReason(string topic)
    {
        await using var broker = await StartAsync(
            Options() with { Access = AccessList.Parse("pattern readwrite /esp8266", "acl") });
        await using var device = await ConnectAsync(broker, "dev", useMqtt5: true);
        var outcome = await device.PublishAsync(new MqttMessage { Topic = topic, Payload = "hi"u8.ToArray() }, default)
            .WaitAsync(Patience);
        Assert.Contains("NotAuthorized", outcome.Refusal, StringComparison.Ordinal);
        await _log.WaitForAsync($"a message of client dev on {topic}");
    }

    [Fact]
    public async Task Publish_UnreadableTopic_IsNotDelivered()
    {
        var acl = AccessList.Parse("user esp8266\ntopic readwrite #\nuser other\ntopic read open/#", "acl");
        await using var broker = await StartAsync(Options() with { Access = acl });
        var topics = new ConcurrentQueue<string>();
        var last = new TaskCompletionSource();
        await using var reader = await ConnectAsync(
            broker, "reader", filter: "#", certificate: TestPki.Instance.Other, onMessage: message =>
            {
                topics.Enqueue(message.Topic);
                if (message.Topic == "open/last") last.SetResult();
            });
        await using var device = await ConnectAsync(broker, "dev");
        foreach (var topic in (string[])["secret", "open/first", "open/last"])
            await device.PublishAsync(new MqttMessage { Topic = topic, Payload = default }, default).WaitAsync(Patience);
        await last.Task.WaitAsync(Patience);
        Assert.Equal(["open/first", "open/last"], topics);
    }

    [Fact]
    public async Task ClientId_OfAnotherCertificate_CannotBeTakenOver()
    {
        await using var broker = await StartAsync(Options());
        await using var owner = await ConnectAsync(broker, "dev");
        await using var thief = Client(broker, "dev", certificate: TestPki.Instance.Other);
        await _log.WaitForAsync("this client id belongs to another certificate or user");
        Assert.True(owner.IsConnected);
        Assert.False(thief.IsConnected);
    }

    [Theory]
    [InlineData("a+b")]
    [InlineData("a/b")]
    [InlineData("#")]
    [InlineData("farlink/broker")]
    public async Task ClientId_WithWildcards_IsRefused(string id)
    {
        await using var broker = await StartAsync(Options());
        await using var client = Client(broker, id, certificate: TestPki.Instance.Client);
        await _log.WaitForAsync("its client id holds + # / or control characters");
    }

    [Fact]
    public async Task Sessions_OfOneUser_AreBounded()
    {
        await using var broker = await StartAsync(Options() with { Limits = new BrokerLimits { MostSessionsPerUser = 2 } });
        await using var first = await ConnectAsync(broker, "a");
        await using var second = await ConnectAsync(broker, "b");
        await using var third = Client(broker, "c", certificate: TestPki.Instance.Client);
        await _log.WaitForAsync("this user has 2 sessions already");
        await using var other = await ConnectAsync(broker, "d", certificate: TestPki.Instance.Other);
    }

    [Fact]
    public async Task Connect_PacketOverTheLimit_IsCutBeforeItIsStored()
    {
        await using var broker = await StartAsync(Plain());
        using var socket = await OpenAsync(broker);

        // CONNECT that announces 256 MB.
        await socket.SendAsync(Convert.FromHexString("10ffffff7f"));
        Assert.Equal(0, await ReceiveAsync(socket));
        await _log.WaitForAsync("a packet of 268435455 octets; at most 16384 are allowed before login");
    }

    [Theory]
    [InlineData("300200", "the first packet is not a CONNECT")]
    [InlineData("474554202f", "the first packet is not a CONNECT")]
    [InlineData("10ffffffff01", "more than four octets")]
    public async Task Connect_Nonsense_IsCutOff(string hex, string why)
    {
        await using var broker = await StartAsync(Plain());
        using var socket = await OpenAsync(broker);
        await socket.SendAsync(Convert.FromHexString(hex));
        Assert.Equal(0, await ReceiveAsync(socket));
        await _log.WaitForAsync(why);
    }

    [Fact]
    public async Task Connect_NoLoginInTime_IsCutOffAtTheLimit()
    {
        var time = new FakeTimeProvider();
        await using var broker = await StartAsync(Plain(), time);
        using var socket = await OpenAsync(broker);
        await socket.SendAsync(new byte[] { 0x10 });
        var reading = ReceiveAsync(socket);
        await WaitForConnectionAsync(broker);
        time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await reading);
        await _log.WaitForAsync("no login within 10 s");
    }

    [Fact]
    public async Task Connect_NinthUnknownOfOneAddress_IsRefusedUntilOneLogsIn()
    {
        await using var broker = await StartAsync(Plain());
        var sockets = new List<Socket>();
        for (var i = 0; i < 9; i++) sockets.Add(await OpenAsync(broker));

        // They are taken side by side: the ninth may be any of them.
        var reading = sockets.ConvertAll(ReceiveAsync);
        var refused = await Task.WhenAny(reading);
        Assert.Equal(0, await refused);
        await _log.WaitForAsync("at most 8 an address, 64 in all");

        var admitted = (reading.IndexOf(refused) + 1) % sockets.Count;
        await sockets[admitted].SendAsync(MinimalConnect);
        Assert.True(await reading[admitted] > 0);
        using var tenth = await OpenAsync(broker);
        await tenth.SendAsync(MinimalConnect.Select((octet, i) => i == MinimalConnect.Length - 1 ? (byte)'b' : octet).ToArray());
        Assert.True(await ReceiveAsync(tenth) > 0);
        foreach (var socket in sockets) socket.Dispose();
    }

    [Fact]
    public async Task Packet_OverTheLimitAfterLogin_IsCutOff()
    {
        await using var broker = await StartAsync(Plain() with { Limits = new BrokerLimits { MostPacketOctets = 1000 } });
        using var socket = await OpenAsync(broker);
        await socket.SendAsync(MinimalConnect);
        Assert.Equal(4, await ReceiveAsync(socket));
        await socket.SendAsync(Convert.FromHexString("30e90700"));
        Assert.Equal(0, await ReceiveAsync(socket));
        await _log.WaitForAsync("a packet of 1001 octets; at most 1000 are allowed here");
    }

    [Theory]
    [InlineData("100c00044d5154540402003c0000", "20020000")]
    [InlineData("100d00044d5154540502003c000000", "20")]
    public async Task Connect_EmptyId_GetsOneAssigned(string connect, string answer)
    {
        await using var broker = await StartAsync(Plain());
        using var socket = await OpenAsync(broker);
        await socket.SendAsync(Convert.FromHexString(connect));
        var buffer = new byte[200];
        var octets = await socket.ReceiveAsync(buffer).WaitAsync(Patience);
        Assert.StartsWith(answer, Convert.ToHexStringLower(buffer.AsSpan(0, octets)), StringComparison.Ordinal);

        // The third octet after the fixed header is the reason code: success. MQTT 5 tells the id.
        Assert.Equal(0, buffer[3]);
        var text = System.Text.Encoding.ASCII.GetString(buffer, 0, octets);
        if (octets > 4) Assert.Contains("auto-", text, StringComparison.Ordinal);
        await _log.WaitForAsync("Client auto-");
    }

    [Fact]
    public async Task Subscriber_ThatDoesNotRead_LosesNothingSilently()
    {
        await using var broker = await StartAsync(Plain() with { Limits = new BrokerLimits { MostMessagesWaiting = 5 } });
        using var socket = await OpenAsync(broker);
        await socket.SendAsync(MinimalConnect);
        Assert.Equal(4, await ReceiveAsync(socket));
        await socket.SendAsync(Convert.FromHexString("8206000100016101"));
        Assert.Equal(5, await ReceiveAsync(socket));

        // It never acknowledges and never reads: socket buffers and then the queue fill up.
        var payload = new byte[60_000];
        for (var i = 0; i < 400 && broker.Dropped == 0; i++)
            await broker.PublishAsync(new MqttMessage { Topic = "a", Payload = payload }, default);
        Assert.True(broker.Dropped > 0);
        await _log.WaitForAsync("Dropped a message on a for client a: 5 wait for it already");
    }

    [Fact]
    public async Task Connect_EmptyIdWithoutCleanSession_IsCutOff()
    {
        await using var broker = await StartAsync(Plain());
        using var socket = await OpenAsync(broker);
        await socket.SendAsync(Convert.FromHexString("100c00044d5154540400003c0000"));
        Assert.Equal(0, await ReceiveAsync(socket));
    }

    [Fact]
    public async Task Password_Listener_WantsTheRightOne()
    {
        var passwords = PasswordFile.Parse(string.Empty, "users");
        passwords.Set("esp8266", "secret");
        await using var broker = await StartAsync(Options(ListenerAuth.Password) with { Passwords = passwords });
        await using var good = await ConnectAsync(broker, "good", user: "esp8266", password: "secret", certificate: null);
        await using var bad = Client(broker, "bad", user: "esp8266", password: "wrong", certificate: null);
        await _log.WaitForAsync("wrong user name or password (user esp8266)");
        Assert.False(bad.IsConnected);
    }

    [Fact]
    public async Task Start_PortTaken_SaysSo()
    {
        await using var broker = await StartAsync(Plain());
        var again = Plain() with { Listeners = [new ListenerOptions(broker.Endpoints[0], ListenerAuth.Plain)] };
        var refused = await Assert.ThrowsAsync<BrokerException>(() => StartAsync(again));
        Assert.Contains($"{broker.Endpoints[0]} is taken by another program", refused.Message, StringComparison.Ordinal);
        Assert.Empty(broker.Unreachable);
    }

    /// <summary>As an access point's address is, seconds after a boot. These are for examples (RFC 5737, RFC 3849).</summary>
    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public async Task Start_AddressThatIsNotHereYet_ListensAndSaysSo(string address)
    {
        var options = Plain() with
        {
            Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Parse(address), 0), ListenerAuth.Plain)],
        };
        await using var broker = await StartAsync(options);
        Assert.NotEqual(0, broker.Endpoints[0].Port);
        Assert.Equal(broker.Endpoints, broker.Unreachable);
        await _log.WaitForAsync($"{address} is no address of this host");
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task Start_PlainOnAllInterfaces_IsRefused(string address)
    {
        var options = new BrokerOptions
        {
            Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Parse(address), 0), ListenerAuth.Plain)],
        };
        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(options));
    }

    private static BrokerOptions Options(ListenerAuth auth = ListenerAuth.Mutual) => new()
    {
        Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, 0), auth)],
        Certificate = TestPki.Instance.Server,
        RefuseClientCertificate = certificate =>
            TestPki.Instance.Check.CheckClient(certificate) is { IsGood: false } verdict ? verdict.Text : null,
    };

    private static BrokerOptions Plain() =>
        new() { Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, 0), ListenerAuth.Plain)] };

    private static BrokerClient Client(
        EmbeddedBroker broker, string id, bool useMqtt5 = false, Action<MqttMessage>? onMessage = null, string? filter = null,
        string? user = null, string? password = null,
        System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null)
    {
        var options = new BrokerClientOptions
        {
            Host = "127.0.0.1",
            Port = broker.Endpoints[0].Port,
            ClientId = id,
            UseMqtt5 = useMqtt5,
            User = user,
            Password = password,
            Subscriptions = filter is null ? [] : [filter],
            Tls = new BrokerClientTls
            {
                Name = "mqtt.com",
                Certificate = certificate,
                RefuseServerCertificate = shown =>
                    TestPki.Instance.Check.CheckServer(shown, "mqtt.com") is { IsGood: false } verdict ? verdict.Text : null,
            },
        };
        return BrokerClient.Start(
            options,
            (message, _) =>
            {
                onMessage?.Invoke(message);
                return ValueTask.CompletedTask;
            },
            NullLogger.Instance, TimeProvider.System);
    }

    private static async Task<BrokerClient> ConnectAsync(
        EmbeddedBroker broker, string id, bool useMqtt5 = false, Action<MqttMessage>? onMessage = null, string? filter = null,
        string? user = null, string? password = null,
        System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null)
    {
        var client = Client(
            broker, id, useMqtt5, onMessage, filter, user, password,
            user is null ? certificate ?? TestPki.Instance.Client : certificate);
        await client.WaitConnectedAsync(default).WaitAsync(Patience);
        return client;
    }

    private static async Task<Socket> OpenAsync(EmbeddedBroker broker)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(broker.Endpoints[0]);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Cut off as soon as it was there: who reads finds that out.
        }

        return socket;
    }

    private static async Task<int> ReceiveAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[100]).WaitAsync(Patience);
        }
        catch (SocketException)
        {
            // Reset instead of closed: cut off all the same.
            return 0;
        }
    }

    private static async Task WaitForConnectionAsync(EmbeddedBroker broker)
    {
        // The deadline's timer exists once the connection was taken; a second connection is taken after the first.
        using var second = await OpenAsync(broker);
        await second.SendAsync(MinimalConnect);
        Assert.True(await ReceiveAsync(second) > 0);
    }

    private Task<EmbeddedBroker> StartAsync(BrokerOptions options, TimeProvider? time = null) =>
        EmbeddedBroker.StartAsync(options, _log, time ?? TimeProvider.System, default);
}
