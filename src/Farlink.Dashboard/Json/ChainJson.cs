using System.Text.Json;
using Farlink.Dashboard.Chain;

namespace Farlink.Dashboard.Json;

/// <summary>The chain.</summary>
internal static class ChainJson
{
    public static void Write(Utf8JsonWriter json, ChainView view)
    {
        json.WriteArray("nodes", view.Nodes, WriteNode);
        json.WriteArray("edges", view.Edges, WriteEdge);
    }

    private static void WriteNode(Utf8JsonWriter json, ChainNode node)
    {
        json.WriteString("id", node.Id);
        json.WriteString("title", node.Title);
        json.WriteString("state", node.State);
        json.WriteWhole("rate_per_min", node.Rate);
        json.WriteWhole("total", node.Total);
        json.WriteOutside("detail", node.Detail);
        json.WriteOutside("last_error", node.LastError);
        json.WriteTime("error_at", node.ErrorAt);
    }

    private static void WriteEdge(Utf8JsonWriter json, ChainEdge edge)
    {
        json.WriteString("from", edge.From);
        json.WriteString("to", edge.To);
        json.WriteWhole("moves", edge.Moves);
        json.WriteTime("last", edge.Last);
    }
}
