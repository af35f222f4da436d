using System.Text.Json;
using Farlink.Runtime.Watching;

namespace Farlink.Dashboard.Json;

/// <summary>An event.</summary>
internal static class EventJson
{
    public static void Write(Utf8JsonWriter json, SeenEvent seen)
    {
        json.WriteNumber("id", seen.Id);
        json.WriteTime("at", seen.At);
        json.WriteString("role", seen.Role);
        json.WriteString("kind", KindOf(seen.Kind));
        json.WriteString("level", LevelOf(seen.Level));
        json.WriteWhole("link", seen.Link);
        json.WriteOutside("text", seen.Text);
    }

    private static string KindOf(EventKind kind) => kind switch
    {
        EventKind.Session => "session",
        EventKind.Link => "link",
        EventKind.Refused => "refused",
        EventKind.Revoked => "revoked",
        EventKind.Expired => "expired",
        EventKind.Dead => "dead",
        EventKind.Restart => "restart",
        EventKind.Radio => "radio",
        EventKind.Broker => "broker",
        EventKind.Store => "store",
        EventKind.Action => "action",
        EventKind.Key => "key",
        _ => "warning",
    };

    private static string LevelOf(EventLevel level) => level switch
    {
        EventLevel.Info => "info",
        EventLevel.Warning => "warning",
        _ => "error",
    };
}
