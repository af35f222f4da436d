namespace Farlink.Radios.SemtechUdp;

/// <summary>Fourth octet of a datagram (PROTOCOL.TXT of the packet forwarder, version 2, chapters 3 and 5).</summary>
internal enum GatewayDatagramType : byte
{
    PushData = 0,
    PushAcknowledgement = 1,
    PullData = 2,
    PullResponse = 3,
    PullAcknowledgement = 4,
    TransmitAcknowledgement = 5,
}
