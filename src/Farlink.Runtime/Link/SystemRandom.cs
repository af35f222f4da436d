using System.Security.Cryptography;
using Farlink.Protocol.Link;

namespace Farlink.Runtime.Link;

/// <summary>The system's own random octets: the only source a site or base ever uses.</summary>
public sealed class SystemRandom : IRandomSource
{
    /// <inheritdoc/>
    public void Fill(Span<byte> octets) => RandomNumberGenerator.Fill(octets);
}
