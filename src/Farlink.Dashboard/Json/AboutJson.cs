using System.Text.Json;

namespace Farlink.Dashboard.Json;

/// <summary>What runs, and what can be done.</summary>
internal sealed class AboutJson(IDashboardSource source, DashboardFacts facts, TimeProvider time)
{
    public void Write(Utf8JsonWriter json, bool isSignedIn)
    {
        json.WriteString("program", "farlink");
        if (facts.HasLogin && !isSignedIn)
        {
            json.WriteBoolean("login", true);
            json.WriteBoolean("signed_in", false);
            return;
        }

        var about = source.About;
        json.WriteString("version", about.Version);
        json.WriteString("role", about.Role);
        json.WriteString("name", about.Name);
        json.WriteBoolean("demo", about.IsDemo);
        json.WriteBoolean("payloads", facts.ShowsPayloads);
        json.WriteBoolean("login", facts.HasLogin);
        json.WriteBoolean("signed_in", isSignedIn);
        WriteTexts(json, "actions", facts.Actions);
        json.WriteBoolean("planner", source.Planner is not null);
        json.WriteBoolean("page", facts.HasPage);
        WriteTexts(json, "ends", source.Reports().Select(report => report.Service.Role));
        json.WriteTime("now", time.GetUtcNow());
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
