using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Farlink.Tests.Shared;

/// <summary>
/// MQTT 3.1.1 packet by packet, typed from the standard, for either end of a connection: tests send, hold back and cut where no
/// library lets them.
/// </summary>
internal sealed class RawMqtt : IDisposable
{
    public const int Connect = 1, ConnAck = 2, Publish = 3, PubAck = 4, PubRec = 5, PubRel = 6, PubComp = 7, Subscribe = 8;
    public const int SubAck = 9, Unsubscribe = 10, UnsubAck = 11, PingReq = 12, PingResp = 13, Disconnect = 14;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TcpClient _tcp;
    private readonly Stream _stream;

    public RawMqtt(TcpClient tcp)
        : this(tcp, tcp.GetStream())
    {
    }

    /// <summary>Over a stream on top of TCP: TLS.</summary>
    public RawMqtt(TcpClient tcp, Stream stream)
    {
        _tcp = tcp;
        _stream = stream;
    }

    public static async Task<RawMqtt> OpenAsync(int port)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, port);
        return new RawMqtt(tcp);
    }

    /// <summary>Logs in; returns whether the broker has a session of this client.</summary>
    public async Task<bool> LoginAsync(
        string client, bool isClean, string? user = null, string password = "", ushort keepAliveSeconds = 0)
    {
        var flags = (isClean ? 2 : 0) | (user is null ? 0 : 0xC0);
        List<byte> body = [0, 4, .. "MQTT"u8, 4, (byte)flags];
        body.AddRange([(byte)(keepAliveSeconds >> 8), (byte)keepAliveSeconds, .. Text(client)]);
        if (user is not null) body.AddRange([.. Text(user), .. Text(password)]);
        await SendAsync(Connect, 0, [.. body]);
        var answer = await ReadAsync(ConnAck);
        Assert.Equal(0, answer.Body[1]);
        return answer.Body[0] == 1;
    }

    public Task PublishAsync(string topic, string payload, ushort id, int qos, bool isRepeat) => SendAsync(
        Publish, (isRepeat ? 8 : 0) | (qos << 1),
        qos == 0 ? [.. Text(topic), .. Encoding.UTF8.GetBytes(payload)]
            : [.. Text(topic), (byte)(id >> 8), (byte)id, .. Encoding.UTF8.GetBytes(payload)]);

    /// <summary>Subscribes; returns the granted QoS, or 0x80. What arrives before the answer is thrown away.</summary>
    public async Task<int> SubscribeAsync(string filter, int qos = 0)
    {
        await SendAsync(Subscribe, 2, [0, 1, .. Text(filter), (byte)qos]);
        while (true)
        {
            var packet = await ReadAsync() ?? throw new IOException("the connection ended");
            if (packet.Type == SubAck) return packet.Body[2];
        }
    }

    /// <summary>PUBACK, PUBREC, PUBREL or PUBCOMP.</summary>
    public Task AnswerAsync(int type, int id) => SendAsync(type, type == PubRel ? 2 : 0, [(byte)(id >> 8), (byte)id]);

    public async Task SendAsync(int type, int flags, byte[] body)
    {
        List<byte> packet = [(byte)((type << 4) | flags)];
        var left = body.Length;
        do
        {
            packet.Add((byte)((left & 0x7F) | (left > 0x7F ? 0x80 : 0)));
            left >>= 7;
        }
        while (left > 0);
        packet.AddRange(body);
        await SendAsync(packet.ToArray());
    }

    /// <summary>Sends octets, whether they are a packet or not.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> octets) => await _stream.WriteAsync(octets);

    /// <summary>Nothing more comes from here; what the other side sends is still read.</summary>
    public void EndSending() => _tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>The next packet, which must be of this type.</summary>
    public async Task<RawPacket> ReadAsync(int type)
    {
        var packet = await ReadAsync() ?? throw new IOException("the connection ended");
        Assert.Equal(type, packet.Type);
        return packet;
    }

    /// <summary>The next packet that is no ping; null at the end.</summary>
    public async Task<RawPacket?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var first = await ByteAsync(patience.Token);
            if (first < 0) return null;
            int length = 0, shift = 0, next;
            do
            {
                next = await ByteAsync(patience.Token);
                if (next < 0) return null;
                length |= (next & 0x7F) << shift;
                shift += 7;
            }
            while ((next & 0x80) != 0);
            var body = new byte[length];
            await _stream.ReadExactlyAsync(body, patience.Token);
            if (first >> 4 != PingReq) return new RawPacket(first >> 4, first & 15, body);
            await SendAsync(PingResp, 0, []);
        }
    }

    public void Dispose() => _tcp.Dispose();

    /// <summary>A text with its length before it (§1.5.3).</summary>
    public static byte[] Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    /// <summary>The same of octets that need not be UTF-8.</summary>
    public static byte[] Text(byte[] octets) => [(byte)(octets.Length >> 8), (byte)octets.Length, .. octets];

    private async Task<int> ByteAsync(CancellationToken cancellationToken)
    {
        var one = new byte[1];
        try
        {
            return await _stream.ReadAsync(one, cancellationToken) == 1 ? one[0] : -1;
        }
        catch (IOException)
        {
            return -1;
        }
    }
}

/// <summary>One packet.</summary>
internal sealed record RawPacket(int Type, int Flags, byte[] Body)
{
    public bool IsRepeat => (Flags & 8) != 0;

    public int Qos => (Flags >> 1) & 3;

    /// <summary>The packet id of a PUBLISH with QoS, or of an answer.</summary>
    public int Id => BinaryPrimitives.ReadUInt16BigEndian(Body.AsSpan(Type == RawMqtt.Publish ? 2 + TopicOctets : 0));

    /// <summary>The topic of a PUBLISH.</summary>
    public string Topic => Encoding.UTF8.GetString(Body.AsSpan(2, TopicOctets));

    public string Payload => Encoding.UTF8.GetString(Body.AsSpan(2 + TopicOctets + (Qos > 0 ? 2 : 0)));

    private int TopicOctets => BinaryPrimitives.ReadUInt16BigEndian(Body);
}
