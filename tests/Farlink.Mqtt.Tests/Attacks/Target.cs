using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Farlink.Mqtt.Access;
using Farlink.Mqtt.Broker;
using Farlink.Protocol.Messages;
using Farlink.Tests.Shared;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>A broker with mutual TLS, its log, and ways in for those who do not keep to the rules.</summary>
internal sealed class Target : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Published by Farlink itself where a test wants to see that nothing came before it.</summary>
    private const string Marker = "open/last";

    private Target(EmbeddedBroker broker, ListLogger log)
    {
        Broker = broker;
        Log = log;
    }

    public EmbeddedBroker Broker { get; }

    public ListLogger Log { get; }

    public IPEndPoint Endpoint => Broker.Endpoints[0];

    /// <summary>Starts one.</summary>
    /// <param name="change">What is different from a broker without password file and ACL.</param>
    /// <param name="time">Its clock.</param>
    public static async Task<Target> StartAsync(Func<BrokerOptions, BrokerOptions>? change = null, TimeProvider? time = null)
    {
        var options = new BrokerOptions
        {
            Listeners = [new ListenerOptions(new IPEndPoint(IPAddress.Loopback, 0))],
            Certificate = TestPki.Instance.Server,
            RefuseClientCertificate = certificate =>
                TestPki.Instance.Check.CheckClient(certificate) is { IsGood: false } verdict ? verdict.Text : null,
        };
        var log = new ListLogger();
        var broker = await EmbeddedBroker.StartAsync(
            change?.Invoke(options) ?? options, log, time ?? TimeProvider.System, default);
        return new Target(broker, log);
    }

    /// <summary>A password file in which everybody's password is "secret".</summary>
    public static PasswordFile Passwords(params string[] users)
    {
        var passwords = PasswordFile.Parse(string.Empty, "users");
        foreach (var user in users) passwords.Set(user, "secret");
        return passwords;
    }

    /// <summary>Reads until the other side has closed or reset the connection.</summary>
    public static async Task ReadToEndAsync(Socket socket)
    {
        var buffer = new byte[1000];
        try
        {
            while (await socket.ReceiveAsync(buffer) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Reset: the end all the same.
        }
    }

    /// <summary>A connection without a word.</summary>
    /// <param name="from">The address of this host it comes from.</param>
    public async Task<Socket> OpenAsync(string from = "127.0.0.1")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        try
        {
            await socket.ConnectAsync(Endpoint);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Cut off as soon as it was there: who reads finds that out.
        }

        return socket;
    }

    /// <summary>A connection with TLS, and nothing said in it.</summary>
    public async Task<RawMqtt> SecureAsync(X509Certificate2? certificate)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "mqtt.com",
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == TestPki.Instance.Server.Subject,
        };
        if (certificate is not null) options.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        var tcp = new TcpClient();
        try
        {
            await tcp.ConnectAsync(Endpoint);
            var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(options);
            return new RawMqtt(tcp, tls);
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    /// <summary>Whether whoever shows this certificate gets as far as CONNACK.</summary>
    public async Task<bool> IsLetInAsync(X509Certificate2? certificate)
    {
        try
        {
            using var device = await SecureAsync(certificate);
            await device.SendAsync(RawMqtt.Connect, 0, new ConnectPacket().Body);
            return await device.ReadAsync() is { Type: RawMqtt.ConnAck };
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException or SocketException)
        {
            return false;
        }
    }

    /// <summary>The return code of CONNACK (MQTT 3.1.1 §3.2.2.3), 0: accepted.</summary>
    public async Task<int> AskAsync(ConnectPacket connect, X509Certificate2? certificate = null)
    {
        using var device = await SecureAsync(certificate ?? TestPki.Instance.Client);
        await device.SendAsync(RawMqtt.Connect, 0, connect.Body);
        return (await device.ReadAsync(RawMqtt.ConnAck)).Body[1];
    }

    /// <summary>A client that was let in.</summary>
    /// <param name="connect">What it says; default: that it is "dev".</param>
    /// <param name="certificate">Whose certificate; default that of esp8266.</param>
    public async Task<RawMqtt> LoginAsync(ConnectPacket? connect = null, X509Certificate2? certificate = null)
    {
        var device = await SecureAsync(certificate ?? TestPki.Instance.Client);
        await device.SendAsync(RawMqtt.Connect, 0, (connect ?? new ConnectPacket()).Body);
        Assert.Equal(0, (await device.ReadAsync(RawMqtt.ConnAck)).Body[1]);
        return device;
    }

    /// <summary>Publishes as Farlink itself.</summary>
    public Task PublishAsync(string topic, bool isRetained = false) => Broker.PublishAsync(
        new MqttMessage { Topic = topic, Payload = "x"u8.ToArray(), Retain = isRetained }, null, default);

    /// <summary>Topics of what a client got by now that is subscribed to everything.</summary>
    public async Task<string[]> ArrivedAsync(RawMqtt watch)
    {
        await PublishAsync(Marker);
        return await ReadTopicsAsync(watch);
    }

    /// <summary>Subscribes to everything; the topics of what is retained and given out, in order.</summary>
    public async Task<string[]> RetainedAsync(RawMqtt watch)
    {
        await watch.SendAsync(RawMqtt.Subscribe, 2, [0, 1, .. RawMqtt.Text("#"), 0]);

        // Answered when the broker has queued all that the subscription brings; the answers may pass it.
        await watch.SendAsync(RawMqtt.Unsubscribe, 2, [0, 2, .. RawMqtt.Text("none")]);
        var topics = await ReadTopicsAsync(watch);
        return [.. topics.Order(StringComparer.Ordinal)];
    }

    public ValueTask DisposeAsync() => Broker.DisposeAsync();

    private async Task<string[]> ReadTopicsAsync(RawMqtt watch)
    {
        var topics = new List<string>();
        while (true)
        {
            var packet = await watch.ReadAsync() ?? throw new IOException("the connection ended");
            if (packet.Type == RawMqtt.UnsubAck) await PublishAsync(Marker);
            if (packet.Type != RawMqtt.Publish) continue;
            if (packet.Topic == Marker) return [.. topics];
            topics.Add(packet.Topic);
        }
    }
}
