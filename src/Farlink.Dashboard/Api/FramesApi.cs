using Farlink.Dashboard.Json;
using Farlink.Protocol.Units;
using Farlink.Radios;
using Farlink.Radios.Traces;
using Farlink.Runtime.Watching;
using Microsoft.AspNetCore.Http;

namespace Farlink.Dashboard.Api;

/// <summary>/api/frames, /api/frames/ID, /api/frames.pcap.</summary>
internal sealed class FramesApi(WatchHub watch, IReadOnlyDictionary<string, RadioSettings> radios)
{
    private const string OnePath = "/api/frames/";
    private const int MostInCapture = 10_000;

    /// <summary>As IANA has it registered.</summary>
    private const string PcapType = "application/vnd.tcpdump.pcap";

    public IEnumerable<Route> Routes =>
    [
        Route.Get("/api/frames", ListAsync), Route.Get(OnePath, OneAsync), Route.Get("/api/frames.pcap", CaptureAsync),
    ];

    private Task ListAsync(HttpContext context)
    {
        var (after, before, limit) = Window.Read(context);
        var found = after is { } id ? watch.Frames.After(id, limit) : watch.Frames.Before(before, limit);
        return JsonAnswer.WriteAsync(
            context, json => json.WriteArray("frames", found.OrderBy(frame => frame.Id), FrameJson.Write));
    }

    private Task OneAsync(HttpContext context)
    {
        new QueryReader(context.Request.Query).Finish();
        var id = PathId.Read(context, OnePath);
        var frame = watch.Frames.Find(id)
            ?? throw ApiException.NotFound($"There is no frame {id}, or it is so old that it was dropped.");
        return JsonAnswer.WriteAsync(context, json => FrameJson.Write(json, frame));
    }

    private Task CaptureAsync(HttpContext context)
    {
        new QueryReader(context.Request.Query).Finish();
        var capture = new MemoryStream();
        using (var file = LoRaTapFile.Begin(capture))
        {
            foreach (var frame in watch.Frames.Before(long.MaxValue, MostInCapture).OrderBy(frame => frame.Id))
            {
                if (!radios.TryGetValue(frame.Role, out var radio)) continue;
                file.Add(
                    Since1970(frame.At), radio.Frequency, radio.Modulation, frame.Octets.Span, frame.Rssi, frame.Snr,
                    frame.Length);
            }
        }

        context.Response.Headers.ContentDisposition = "attachment; filename=\"farlink.pcap\"";
        return JsonAnswer.WriteAsync(context, capture.ToArray(), PcapType);
    }

    /// <summary>A capture has wall-clock times.</summary>
    private static Instant Since1970(DateTimeOffset at) =>
        new((at - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
}
