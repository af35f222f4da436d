using System.Globalization;
using System.Text;
using Farlink.Protocol.Airtime;
using Farlink.Protocol.Units;

namespace Farlink.Output;

/// <summary>When something may be sent.</summary>
/// <param name="What">What.</param>
/// <param name="Octets">How long.</param>
/// <param name="In">From now.</param>
internal sealed record LedgerSlot(string What, int Octets, Duration In);

/// <summary>The airtime ledger of one channel.</summary>
internal sealed record LedgerReport
{
    private const int Slices = 6;

    public required string Channel { get; init; }

    public required DutyCycle Limit { get; init; }

    /// <summary>In the last hour, an open lease included.</summary>
    public required Duration Used { get; init; }

    /// <summary>Airtime that the service may use before it writes again: after a crash it counts as used.</summary>
    public required Duration Lease { get; init; }

    /// <summary>Transmissions: how long ago, how long.</summary>
    public required IReadOnlyList<(Duration Age, Duration Airtime)> Entries { get; init; }

    public required IReadOnlyList<LedgerSlot> Slots { get; init; }

    public string ToJson() => JsonLine.Write(json =>
    {
        json.WriteString("channel", Channel);
        if (Limit.IsLimited) json.WriteNumber("limit_percent", Limit.Percent);
        if (Limit.IsLimited) json.WriteNumber("budget_ms", Limit.Budget.Milliseconds);
        json.WriteNumber("used_ms", Math.Round(Used.Milliseconds, 3));
        json.WriteNumber("lease_ms", Math.Round(Lease.Milliseconds, 3));
        json.WriteStartArray("last_hour_ms");
        foreach (var slice in PerSlice()) json.WriteNumberValue(Math.Round(slice.Milliseconds, 3));
        json.WriteEndArray();
        json.WriteStartArray("next");
        foreach (var slot in Slots)
        {
            json.WriteStartObject();
            json.WriteString("what", slot.What);
            json.WriteNumber("octets", slot.Octets);
            json.WriteNumber("in_s", Math.Round(slot.In.Seconds, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Channel}, {Limit}\n");
        if (!Limit.IsLimited) return text.Append("Nothing limits the airtime here, so no ledger is kept.\n").ToString();
        var percent = 100.0 * Used.Nanoseconds / Limit.Budget.Nanoseconds;
        text.Append(
            CultureInfo.InvariantCulture,
            $"used in the last hour   {Span(Used)} of {Span(Limit.Budget)}, {percent:0.#} %; leased ahead {Span(Lease)}\n");
        text.Append("by ten minutes          ").AppendJoin(", ", PerSlice().Select(Span)).Append(" (oldest first)\n");
        foreach (var slot in Slots)
        {
            var when = slot.In <= Duration.Zero ? "now" : $"in {Span(slot.In)}";
            text.Append(CultureInfo.InvariantCulture, $"next slot               {when} for {slot.What} ({slot.Octets} octets)\n");
        }

        return text.ToString();
    }

    private static string Span(Duration span) => ScenarioText.Span(span);

    private Duration[] PerSlice()
    {
        var slices = new Duration[Slices];
        foreach (var (age, airtime) in Entries)
        {
            var index = Slices - 1 - (int)(age.Seconds / (DutyCycle.Window.Seconds / Slices));
            if (index is >= 0 and < Slices) slices[index] += airtime;
        }

        return slices;
    }
}
