using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.RadioHead;

/// <summary>Settings of one RadioHead node.</summary>
public sealed record RadioHeadOptions
{
    /// <summary>Own address, 0 to 254; the seed's client is 10, its server 1.</summary>
    public required byte Address { get; init; }

    /// <summary>Codec, the same at both ends.</summary>
    public required IRadioHeadCodec Codec { get; init; }

    /// <summary>Whether messages are sent as reliable datagrams: repeated until acknowledged. Default no, as the seed.</summary>
    public bool Reliable { get; init; }

    /// <summary>Which senders get an acknowledgement; default <see cref="AcknowledgePolicy.ReliableSenders"/>.</summary>
    public AcknowledgePolicy Acknowledge { get; init; } = AcknowledgePolicy.ReliableSenders;

    /// <summary>Whether messages to other nodes are delivered too; they are never acknowledged. Default no.</summary>
    public bool Promiscuous { get; init; }

    /// <summary>Repeats after the first transmission, 0 to 20; default 3, as RHReliableDatagram.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>
    /// Shortest wait for an acknowledgement, from the end of the transmission; each wait is this to twice this, at random.
    /// Default 200 ms, as RHReliableDatagram: too short from SF10 on. <see cref="TimeoutFor"/> computes one that fits.
    /// </summary>
    public Duration Timeout { get; init; } = DefaultTimeout;

    /// <summary>The wait of RHReliableDatagram.</summary>
    public static Duration DefaultTimeout { get; } = Duration.FromMilliseconds(200);

    /// <summary>
    /// Messages that may wait to be sent; at the limit <see cref="RadioHeadEndpoint.TrySend"/> refuses. Default 64.
    /// </summary>
    public int MostQueued { get; init; } = 64;

    /// <summary>
    /// A wait that suits a modulation: the acknowledgement's airtime and <see cref="DefaultTimeout"/> for the peer to turn round.
    /// </summary>
    public static Duration TimeoutFor(LoRaModulation modulation, IRadioHeadCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        var octets = RadioHeadHeader.Size + codec.Encode([RadioHeadEndpoint.AcknowledgementOctet]).Length;
        return LoRaAirtime.Of(modulation, octets) + DefaultTimeout;
    }
}
