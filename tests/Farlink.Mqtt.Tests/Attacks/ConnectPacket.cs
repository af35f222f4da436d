using System.Text;
using Farlink.Tests.Shared;

namespace Farlink.Mqtt.Tests.Attacks;

/// <summary>What a CONNECT of MQTT 3.1.1 says (§3.1), right or wrong.</summary>
internal sealed record ConnectPacket
{
    public byte[] ClientId { get; init; } = "dev"u8.ToArray();

    public byte[]? User { get; init; }

    public string Password { get; init; } = "secret";

    public string? WillTopic { get; init; }

    public int WillQos { get; init; }

    public bool WillRetain { get; init; }

    public bool IsClean { get; init; } = true;

    public ushort KeepAliveSeconds { get; init; }

    public byte[] Body
    {
        get
        {
            var flags = (IsClean ? 2 : 0) | (User is null ? 0 : 0xC0)
                | (WillTopic is null ? 0 : 4 | (WillQos << 3) | (WillRetain ? 0x20 : 0));
            List<byte> body = [0, 4, .. "MQTT"u8, 4, (byte)flags, (byte)(KeepAliveSeconds >> 8), (byte)KeepAliveSeconds];
            body.AddRange(RawMqtt.Text(ClientId));
            if (WillTopic is not null) body.AddRange([.. RawMqtt.Text(WillTopic), .. RawMqtt.Text("gone")]);
            if (User is not null) body.AddRange([.. RawMqtt.Text(User), .. RawMqtt.Text(Password)]);
            return [.. body];
        }
    }

    /// <summary>Of a client.</summary>
    public static ConnectPacket Of(string clientId, string? user = null) => new()
    {
        ClientId = Encoding.UTF8.GetBytes(clientId),
        User = user is null ? null : Encoding.UTF8.GetBytes(user),
    };
}
