using System.Runtime.CompilerServices;

namespace Farlink.Protocol.Compression;

/// <summary>Hashing of contexts: multiply and fold, the same on every machine.</summary>
internal static class Hash
{
    /// <summary>Adds a number to a hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Add(uint hash, uint value)
    {
        var mixed = (hash + value + 0x9E3779B9) * 0x85EBCA6Bu;
        return (mixed ^ (mixed >> 15)) * 0xC2B2AE35u + (hash << 7 | hash >> 25);
    }

    /// <summary>Hash of octets, such as a topic.</summary>
    public static uint Of(ReadOnlySpan<byte> octets)
    {
        var hash = 0u;
        foreach (var octet in octets) hash = Add(hash, octet);
        return hash;
    }

    /// <summary>Hash of a number of 64 bits.</summary>
    public static uint Of(ulong value) => Add(Add(0, (uint)value), (uint)(value >> 32));
}
