using System.Net;
using Farlink.Protocol.Units;

namespace Farlink.Radios.SemtechUdp;

/// <summary>
/// What is known of one gateway. Nothing is authenticated: what is known is kept against a stranger while it is fresh.
/// </summary>
internal sealed class GatewayLink(ulong eui)
{
    /// <summary>
    /// Three keep-alive intervals of a forwarder as it is shipped (10 s); after them another address may take over.
    /// </summary>
    public static readonly Duration Silence = Duration.FromSeconds(30);

    private IPAddress? _address;
    private IPEndPoint? _down;
    private Instant _pulledAt;

    public ulong Eui { get; } = eui;

    public GatewayClock Clock { get; } = new();

    /// <summary>When it last said something.</summary>
    public Instant SeenAt { get; private set; }

    /// <summary>When it last heard a frame; the earliest instant if never.</summary>
    public Instant HeardAt { get; private set; }

    /// <summary>Whether a datagram may be its own; if so, it was seen.</summary>
    public bool Admit(IPEndPoint from, Instant now)
    {
        if (_address is not null && !_address.Equals(from.Address) && now - SeenAt <= Silence) return false;
        (_address, SeenAt) = (from.Address, now);
        return true;
    }

    /// <summary>It has heard a frame; returns when that ended.</summary>
    public Instant Hear(GatewayPacket packet, Instant now)
    {
        HeardAt = now;
        if (packet.Counter is not { } counter) return now;
        Clock.Learn(counter, now);
        var ended = Clock.InstantOf(counter);
        return ended < now ? ended : now;
    }

    /// <summary>It asks for frames; false if a stranger may be asking in its name.</summary>
    public bool Pull(IPEndPoint from, Instant now)
    {
        if (_down is not null && !_down.Equals(from) && now - _pulledAt <= Silence) return false;
        (_down, _pulledAt) = (from, now);
        return true;
    }

    /// <summary>Where frames for it go; null if it does not ask for any.</summary>
    public IPEndPoint? DownAt(Instant now) => _down is not null && now - _pulledAt <= Silence ? _down : null;
}
