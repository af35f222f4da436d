using System.Buffers.Binary;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Radios.RNode;

/// <summary>
/// How long an RNode listens before it sends: until the channel was free for a while, then a random number of slots. It tells the
/// lengths itself; until it does they are its firmware's.
/// </summary>
internal sealed class ChannelAccess
{
    private const int SlotSymbols = 12;
    private const int PhysicalOctets = 12;
    private static readonly Duration LeastSlot = Duration.FromMilliseconds(24), MostSlot = Duration.FromMilliseconds(100);
    private Duration _slot = MostSlot, _quiet = MostSlot * 2;
    private int _mostSlots = 14;
    private int _airtime;

    /// <summary>Symbols of its preamble, as it says; null: it did not.</summary>
    public int? PreambleSymbols { get; private set; }

    /// <summary>Whether it tells what it has sent: firmware for AVR does not.</summary>
    public bool TellsAirtime { get; private set; }

    /// <summary>Longest wait on a free channel.</summary>
    public Duration MostWait => _quiet + (_slot * _mostSlots);

    /// <summary>Begins anew with a modulation.</summary>
    public void Reset(LoRaModulation modulation)
    {
        var slot = modulation.Symbol * SlotSymbols;
        _slot = slot < LeastSlot ? LeastSlot : slot > MostSlot ? MostSlot : slot;
        _quiet = _slot * 2;
        PreambleSymbols = null;
    }

    /// <summary>Symbol in us, symbols a second, symbols and ms of the preamble, ms of a slot, ms of quiet: six numbers.</summary>
    public void LearnPhysical(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < PhysicalOctets) return;
        PreambleSymbols = BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
        _slot = Duration.FromMilliseconds(BinaryPrimitives.ReadUInt16BigEndian(octets[8..]));
        _quiet = Duration.FromMilliseconds(BinaryPrimitives.ReadUInt16BigEndian(octets[10..]));
    }

    /// <summary>
    /// Share of airtime in the last seconds, in 1/100 %, and more: told after each transmission, and now and then besides.
    /// </summary>
    /// <returns>Whether it has risen: something was sent.</returns>
    public bool LearnAirtime(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < sizeof(ushort)) return false;
        var airtime = BinaryPrimitives.ReadUInt16BigEndian(octets);
        var hasRisen = airtime > _airtime;
        (_airtime, TellsAirtime) = (airtime, true);
        return hasRisen;
    }

    /// <summary>Band, least and most slots.</summary>
    public void LearnContention(ReadOnlySpan<byte> octets)
    {
        if (octets.Length >= 3) _mostSlots = octets[2];
    }
}
