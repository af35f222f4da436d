using System.Globalization;
using System.Text;
using System.Text.Json;
using Farlink.Protocol.Text;
using Farlink.Simulation.Bench.Codec;

namespace Farlink.Output;

/// <summary>What <c>farlink bench codec</c> has to say, for people and for programs.</summary>
internal sealed record CodecReport(string Trace, CodecModel Model, CodecResult Result)
{
    private const int Decimals = 4;

    private double ModelMebibytes => Result.ModelOctets / (1024.0 * 1024.0);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Printable.Escape(Trace)}: {Result.Messages} messages with {Result.PayloadOctets} octets of payload, "
            + $"{Result.Batch} a batch, model of {Model.Mebibytes} MiB{(Model.IsPrimed ? "" : ", not primed")}\n\n");
        text.Append(
            CultureInfo.InvariantCulture, $"{"octets a message",-18}{"all",10}{"warm",10}{"first 50",10}{"warm is",14}\n");
        text.Append(CultureInfo.InvariantCulture, $"{"farlink",-18}{Columns(Result.Octets)}\n");
        foreach (var peer in Result.Peers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{peer.Text,-18}");
            if (peer.Octets is { } octets) text.Append(Columns(octets)).Append(Times(octets)).Append('\n');
            else text.Append(CultureInfo.InvariantCulture, $"    {peer.Problem}\n");
        }

        text.Append('\n');
        AppendVerdict(
            text, Result.RoundTripProblem is null, "",
            Result.RoundTripProblem ?? "round trip: a second instance decoded every message, octet for octet");
        AppendRatio(text, Result.TimesSmallerThanStreaming, "times smaller than the best of those that are flushed, warm");
        AppendRatio(text, Result.RatioTo("zpaq"), "of what zpaq -m5 takes, which sees the whole file, warm");
        AppendVerdict(text, null, Result.KilobytesPerSecond.ToString("0.#"), "KB/s of payload coded, on this host");
        AppendVerdict(text, null, ModelMebibytes.ToString("0.##"), "MiB of memory for each model");
        AppendVerdict(
            text, null, Result.Digest[..Math.Min(8, Result.Digest.Length)],
            "begins the SHA-256 of what was coded: the same on every host");
        return text.ToString();
    }

    public string ToJson() => JsonLine.Write(json =>
    {
        json.WriteNumber("messages", Result.Messages);
        json.WriteNumber("batch", Result.Batch);
        json.WriteBoolean("roundtrip", Result.RoundTripProblem is null);
        json.WritePropertyName("octets_per_message");
        WriteOctets(json, Result.Octets);
        json.WriteStartObject("baselines");
        foreach (var peer in Result.Peers)
        {
            json.WritePropertyName(peer.Name);
            if (peer.Octets is { } octets) WriteOctets(json, octets);
            else json.WriteNullValue();
        }

        json.WriteEndObject();
        json.WriteNumber("kb_per_s", Math.Round(Result.KilobytesPerSecond, Decimals));
        json.WriteNumber("model_mib", Math.Round(ModelMebibytes, Decimals));
        json.WriteString("digest", Result.Digest);
        WriteProblems(json);
    });

    private static string Columns(OctetsPerMessage octets) =>
        $"{octets.All,10:0.000}{octets.Warm,10:0.000}{(octets.Cold50 is { } cold ? cold.ToString("0.000") : "-"),10}";

    private static void WriteOctets(Utf8JsonWriter json, OctetsPerMessage octets)
    {
        json.WriteStartObject();
        json.WriteNumber("all", Math.Round(octets.All, Decimals));
        json.WriteNumber("warm", Math.Round(octets.Warm, Decimals));
        if (octets.Cold50 is { } cold) json.WriteNumber("cold50", Math.Round(cold, Decimals));
        json.WriteEndObject();
    }

    private static void AppendRatio(StringBuilder text, double? ratio, string what)
    {
        if (ratio is { } value) AppendVerdict(text, null, value.ToString("0.###"), what);
        else AppendVerdict(text, false, "", $"{what}: not measured, see above");
    }

    /// <summary>One line; <paramref name="isOk"/> is null for what is only reported.</summary>
    private static void AppendVerdict(StringBuilder text, bool? isOk, string value, string what) => text.Append(
        CultureInfo.InvariantCulture, $"{(isOk is { } ok ? ok ? "ok" : "NOT OK" : ""),-7}{value,9} {what}\n");

    /// <summary>What a peer takes for each octet of ours.</summary>
    private string Times(OctetsPerMessage peer) =>
        Result.Octets.Warm > 0 ? $"{(peer.Warm / Result.Octets.Warm).ToString("0.00") + " x ours",14}" : "";

    /// <summary>Only where there are any: which programs are missing, and what went wrong with the others.</summary>
    private void WriteProblems(Utf8JsonWriter json)
    {
        if (Result.RoundTripProblem is { } problem) json.WriteString("roundtrip_problem", problem);
        var missing = Result.Peers.Where(peer => peer.IsMissing).ToList();
        if (missing.Count > 0)
        {
            json.WriteStartArray("missing");
            foreach (var peer in missing) json.WriteStringValue(peer.Name);
            json.WriteEndArray();
        }

        var failed = Result.Peers.Where(peer => peer is { IsMissing: false, Problem: not null }).ToList();
        if (failed.Count == 0) return;
        json.WriteStartObject("failed");
        foreach (var peer in failed) json.WriteString(peer.Name, peer.Problem);
        json.WriteEndObject();
    }
}
