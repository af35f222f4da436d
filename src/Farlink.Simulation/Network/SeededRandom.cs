using Farlink.Protocol.Link;

namespace Farlink.Simulation.Network;

/// <summary>Repeatable octets for a simulation. It cannot be configured in a site or base.</summary>
internal sealed class SeededRandom(int seed) : IRandomSource
{
    private readonly Random _random = new(seed);

    /// <inheritdoc/>
    public void Fill(Span<byte> octets) => _random.NextBytes(octets);
}
