using System.Text.Json;

namespace Farlink.Dashboard.Json;

/// <summary>How a demonstration goes.</summary>
internal static class DemoJson
{
    public static void Write(Utf8JsonWriter json, DemoFigures demo)
    {
        json.WriteNumber("published", demo.Published);
        json.WriteNumber("delivered", demo.Delivered);
        json.WriteNumber("lost", demo.Lost);
        json.WriteNumber("doubled", demo.Doubled);
        json.WriteNumber("waiting", demo.Waiting);
        json.WriteNumber("speed", demo.Speed, 2);
        json.WriteNumber("loss_percent", demo.LossPercent, 1);
        json.WriteNumber("distance_km", demo.DistanceKilometres, 2);
        json.WriteBoolean("hostile", demo.IsHostile);
        json.WriteNumber("hostile_frames", demo.HostileFrames);
        json.WriteBoolean("site_up", demo.IsSiteUp);
        json.WriteBoolean("base_up", demo.IsBaseUp);
        json.WriteNumber("crashes", demo.Crashes);
        json.WriteMilliseconds("airtime_ms", demo.Airtime);
    }
}
