using System.Buffers.Binary;

namespace Farlink.Radios.SemtechUdp;

/// <summary>What a packet forwarder sends: version 2, token, type, the gateway's EUI, and JSON or nothing.</summary>
/// <param name="Type">Type.</param>
/// <param name="Token">Two octets that the answer repeats.</param>
/// <param name="Eui">Who it says it is; nobody proves it.</param>
/// <param name="Body">JSON.</param>
internal readonly record struct GatewayDatagram(GatewayDatagramType Type, ushort Token, ulong Eui, ReadOnlyMemory<byte> Body)
{
    private const byte Version = 2;
    private const int TokenAt = 1, TypeAt = 3, EuiAt = 4, BodyAt = 12;

    /// <summary>Reads one; false for anything a packet forwarder does not send.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> octets, out GatewayDatagram datagram)
    {
        datagram = default;
        var span = octets.Span;
        if (span.Length < BodyAt || span[0] != Version) return false;
        var type = (GatewayDatagramType)span[TypeAt];
        if (type is not (GatewayDatagramType.PushData or GatewayDatagramType.PullData
            or GatewayDatagramType.TransmitAcknowledgement)) return false;
        datagram = new GatewayDatagram(
            type, BinaryPrimitives.ReadUInt16BigEndian(span[TokenAt..]), BinaryPrimitives.ReadUInt64BigEndian(span[EuiAt..]),
            octets[BodyAt..]);
        return true;
    }

    /// <summary>The answer to PUSH_DATA or PULL_DATA.</summary>
    public byte[] Acknowledgement() => Header(Token, Type == GatewayDatagramType.PushData
        ? GatewayDatagramType.PushAcknowledgement : GatewayDatagramType.PullAcknowledgement);

    /// <summary>A PULL_RESP: what the gateway shall send.</summary>
    public static byte[] Response(ushort token, ReadOnlySpan<byte> json) =>
        [.. Header(token, GatewayDatagramType.PullResponse), .. json];

    private static byte[] Header(ushort token, GatewayDatagramType type) =>
        [Version, (byte)(token >> 8), (byte)token, (byte)type];
}
