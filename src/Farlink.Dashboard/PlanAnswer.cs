using System.Text.Json;

namespace Farlink.Dashboard;

/// <summary>How a network would do.</summary>
/// <param name="WriteFields">Writes the fields of <c>farlink sim run --json</c> into the object that is open.</param>
/// <param name="Assumptions">What was assumed, each in one sentence.</param>
public sealed record PlanAnswer(Action<Utf8JsonWriter> WriteFields, IReadOnlyList<string> Assumptions);
