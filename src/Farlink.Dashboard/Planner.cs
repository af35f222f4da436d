using System.Buffers;

namespace Farlink.Dashboard;

/// <summary>Simulates a network that is to be.</summary>
/// <param name="plan">What it is to be like: the JSON object that was posted.</param>
/// <param name="answer">Where how it would do is written, a JSON object; nothing if the plan is wrong.</param>
/// <param name="cancellationToken">Nobody waits for the answer any more.</param>
/// <returns>What is wrong with the plan, and what is allowed; null: nothing.</returns>
public delegate Task<string?> Planner(
    ReadOnlyMemory<byte> plan, IBufferWriter<byte> answer, CancellationToken cancellationToken);
