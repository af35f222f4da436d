using System.Buffers.Binary;
using Farlink.Protocol.Store;
using Farlink.Protocol.Units;

namespace Farlink.Protocol.Link;

/// <summary>Under which id the peer of one link knows this store: a new one once the store was rolled back.</summary>
internal sealed class Incarnation(StationContext context, byte link, ulong value)
{
    private ulong _value = value;

    /// <summary>
    /// This end's store as the peer of this link knows it: one peer that tells nonsense must not disturb the other links.
    /// </summary>
    public ulong StoreId => context.StoreId ^ _value;

    /// <summary>From now on it is another store.</summary>
    public void Begin(Instant now)
    {
        Span<byte> octets = stackalloc byte[8];
        do context.FillRandom(octets);
        while (octets.IndexOfAnyExcept((byte)0) < 0);
        _value = BinaryPrimitives.ReadUInt64BigEndian(octets);
        context.Commits.Add(now, null, new StoreOperation.NewIncarnation(link, _value));
    }
}
