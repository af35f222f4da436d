using System.Buffers;
using System.Text.Json;
using Farlink.Simulation.Scenarios;

namespace Farlink.Simulation.Planning;

/// <summary>Plans and what came of them, as JSON (docs/planning.md has the keys).</summary>
public static class PlanJson
{
    /// <summary>Writes what came of a plan as an object: the report of <c>farlink sim run --json</c>, and more.</summary>
    public static void Write(Utf8JsonWriter json, PlanResult result)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(result);
        json.WriteStartObject();
        WriteBody(json, result);
        json.WriteEndObject();
    }

    /// <summary>Writes the properties of what came of a plan into an object that is open.</summary>
    public static void WriteBody(Utf8JsonWriter json, PlanResult result)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(result);
        ScenarioJson.WriteBody(json, result.Report);
        json.WriteStartObject("verdict");
        WriteVerdict(json, result.Verdict);
        json.WriteEndObject();
        WriteAssumptions(json, result.Assumptions);
    }

    /// <summary>Writes the properties of several runs into an object that is open.</summary>
    public static void WriteBody(Utf8JsonWriter json, PlanTable table)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(table);
        json.WriteStartArray("axes");
        foreach (var axis in table.Axes) json.WriteStringValue(Key(axis));
        json.WriteEndArray();
        json.WriteBoolean("complete", table.IsComplete);
        if (table.IsSearch)
        {
            WriteAnswer(json, "answer", table.Answer);
            WriteAnswer(json, "next", table.Next);
        }

        json.WriteStartArray("runs");
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < row.Values.Count; i++) WriteValue(json, table.Axes[i], row.Values[i]);
            WriteVerdict(json, row.Verdict);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("advice");
        foreach (var sentence in table.Advice) json.WriteStringValue(sentence);
        json.WriteEndArray();
        WriteAssumptions(json, table.Assumptions);
    }

    /// <summary>Reads a plan, and checks it against the limits of a page.</summary>
    /// <param name="utf8">A JSON object, as <c>POST /api/plan</c> takes it.</param>
    /// <param name="request">The plan.</param>
    /// <param name="error">What is wrong: which key, what it is, and what is allowed; empty if nothing is.</param>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, out PlanRequest request, out string error)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return TryRead(document.RootElement, out request, out error);
        }
        catch (JsonException)
        {
            request = new PlanRequest();
            error = "the plan is no JSON: send an object as {\"sites\":5,\"distance_km\":3}";
            return false;
        }
    }

    /// <summary>Reads a plan, and checks it against the limits of a page.</summary>
    /// <param name="root">A JSON object, as <c>POST /api/plan</c> takes it.</param>
    /// <param name="request">The plan.</param>
    /// <param name="error">What is wrong: which key, what it is, and what is allowed; empty if nothing is.</param>
    public static bool TryRead(JsonElement root, out PlanRequest request, out string error)
    {
        request = new PlanRequest();
        if (root.ValueKind != JsonValueKind.Object)
        {
            error = "the plan is no object: send one as {\"sites\":5,\"distance_km\":3}";
            return false;
        }

        try
        {
            foreach (var property in root.EnumerateObject())
                if (!PlanKeys.TryApply(property, ref request, out error)) return false;
        }
        catch (InvalidOperationException)
        {
            // What the reader takes for JSON and cannot turn into a text: half a surrogate pair.
            error = "the plan has a text that is no Unicode: use the letters of its keys";
            return false;
        }

        error = PlanCheck.Problem(request, PlanLimits.OfPage) ?? "";
        return error.Length == 0;
    }

    /// <summary>
    /// Reads a plan, runs it and writes what came of it: all that <c>POST /api/plan</c> is, without a type of ours.
    /// </summary>
    /// <param name="utf8">The plan, a JSON object.</param>
    /// <param name="answer">Where what came of it is written; nothing if the plan is wrong.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is wrong with the plan; null: nothing.</returns>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static async Task<string?> AnswerAsync(
        ReadOnlyMemory<byte> utf8, IBufferWriter<byte> answer, CancellationToken cancellationToken)
    {
        if (!TryRead(utf8, out var request, out var error)) return error;
        var result = await Planner.RunAsync(request, cancellationToken);
        await using var json = new Utf8JsonWriter(answer);
        Write(json, result);
        return null;
    }

    private static void WriteVerdict(Utf8JsonWriter json, PlanVerdict verdict)
    {
        json.WriteBoolean("holds", verdict.Holds);
        json.WriteNumber("within_s", verdict.Within.Seconds);
        json.WriteNumber("delivered", Math.Round(verdict.Delivered, 6));
        ScenarioJson.WriteSeconds(json, "p50_s", verdict.P50);
        ScenarioJson.WriteSeconds(json, "p90_s", verdict.P90);
        ScenarioJson.WriteSeconds(json, "p99_s", verdict.P99);
        json.WriteNumber("airtime", Math.Round(verdict.Airtime, 6));
        json.WriteString("busiest", verdict.Busiest);
        json.WriteNumber("collided", Math.Round(verdict.Collided, 6));
        json.WriteStartArray("broken");
        foreach (var sentence in verdict.Broken) json.WriteStringValue(sentence);
        json.WriteEndArray();
    }

    private static void WriteAnswer(Utf8JsonWriter json, string name, PlanRow? row)
    {
        if (row is null) json.WriteNull(name);
        else json.WriteNumber(name, row.Values[0]);
    }

    private static void WriteValue(Utf8JsonWriter json, PlanAxis axis, double value) => json.WriteNumber(Key(axis), value);

    private static void WriteAssumptions(Utf8JsonWriter json, IReadOnlyList<Assumption> assumptions)
    {
        json.WriteStartArray("assumptions");
        foreach (var assumption in assumptions) json.WriteStringValue(assumption.ToString());
        json.WriteEndArray();
    }

    /// <summary>The key of a value; units are in it.</summary>
    private static string Key(PlanAxis axis) => axis switch
    {
        PlanAxis.Rate => "rate_per_hour",
        PlanAxis.Distance => "distance_m",
        PlanAxis.SpreadingFactor => "sf",
        _ => "sites",
    };
}
