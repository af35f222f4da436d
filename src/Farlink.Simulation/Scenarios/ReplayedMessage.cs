using Farlink.Protocol.Units;

namespace Farlink.Simulation.Scenarios;

/// <summary>One recorded message.</summary>
/// <param name="At">When it comes, from the first one on.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its payload.</param>
public sealed record ReplayedMessage(Duration At, string Topic, ReadOnlyMemory<byte> Payload);
