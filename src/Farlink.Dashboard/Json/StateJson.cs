using System.Text.Json;
using Farlink.Dashboard.Airtime;
using Farlink.Dashboard.Chain;
using Farlink.Runtime.Status;

namespace Farlink.Dashboard.Json;

/// <summary>Everything at one instant.</summary>
internal sealed class StateJson(IDashboardSource source)
{
    /// <summary>Writes it.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="reports">The ends.</param>
    /// <param name="now">Now.</param>
    public void Write(Utf8JsonWriter json, IReadOnlyList<StatusReport> reports, DateTimeOffset now)
    {
        json.WriteTime("at", now);
        WriteBody(json, reports, now);
    }

    /// <summary>The same without the time.</summary>
    public void WriteBody(Utf8JsonWriter json, IReadOnlyList<StatusReport> reports, DateTimeOffset now)
    {
        json.WriteStartArray("ends");
        foreach (var report in reports)
        {
            // Exactly what farlink status --json prints, without the end of the line.
            json.WriteRawValue(StatusJson.Write(report).AsSpan().TrimEnd((byte)'\n'), skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteStartObject("chain");
        ChainJson.Write(json, ChainView.Of(reports, source.Watch, now));
        json.WriteEndObject();
        json.WriteStartObject("airtime");
        AirtimeJson.Write(json, AirtimeView.Of(reports, source.Watch, now));
        json.WriteEndObject();
    }

    /// <summary>A report without what changes as time passes: what is left changes only if something happened.</summary>
    public static StatusReport Steady(StatusReport report) => report with
    {
        Uptime = default,
        Disk = new DiskFigures(null, null, null, null),
        Clock = report.Clock with { Utc = default },
        Service = report.Service with
        {
            Age = default,
            Radio = report.Service.Radio with { LostFor = null },
            Queue = report.Service.Queue with { OldestAge = null },
            Links =
            [
                .. report.Service.Links.Select(link => link with
                {
                    SessionAge = null,
                    SinceHeard = null,
                    Queue = link.Queue with { OldestAge = null },
                }),
            ],
            Airtime = [.. report.Service.Airtime.Select(band => band with { NextSlotIn = null })],
        },
    };
}
