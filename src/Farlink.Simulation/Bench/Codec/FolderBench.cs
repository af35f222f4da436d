using System.Diagnostics;

namespace Farlink.Simulation.Bench.Codec;

/// <summary>The codec on all traces of a folder: how much smaller it is than others, and what more memory wins.</summary>
public static class FolderBench
{
    private const int FewMessages = 1, ManyMessages = 16, UsualMebibytes = 4, MostMebibytes = 16;
    private static readonly int[] Sizes = [1, 2, UsualMebibytes, 8, MostMebibytes];

    /// <summary>Measures everything.</summary>
    /// <param name="folder">Where <c>*.tsv</c> are.</param>
    /// <param name="onProgress">Told what is measured.</param>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string folder, Action<string> onProgress)
    {
        ArgumentNullException.ThrowIfNull(onProgress);
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.tsv").Order(StringComparer.Ordinal).ToArray() : [];
        if (files.Length == 0) return Figures([], $": no traces in {folder}, see --traces");
        List<OfTrace> results = [];
        foreach (var file in files)
        {
            onProgress($"Compression of {Path.GetFileName(file)}");
            results.Add(await MeasureAsync(TelemetryTrace.Read(file)));
        }

        onProgress("Codec's speed");
        return [.. Figures(results, $", {files.Length} traces"), Speed(files[^1])];
    }

    private static async Task<OfTrace> MeasureAsync(IReadOnlyList<TraceMessage> messages)
    {
        // What takes long is spread over the processors; nothing here is timed.
        var records = new RecordStream(messages);
        var few = Task.Run(() => Own(messages, FewMessages, UsualMebibytes));
        var bestOfFew = Task.Run(() => BestStreaming(records, FewMessages, messages.Count));
        var bestOfMany = Task.Run(() => BestStreaming(records, ManyMessages, messages.Count));
        var archiver = Archiver.All.First(one => one.Name == "zpaq");
        var archives = new ArchiveBench(ToolPath.Find, TimeProvider.System);
        var zpaq = Task.Run(() => archives.MeasureAsync(archiver, records, CancellationToken.None));
        var many = await Task.WhenAll(Sizes.Select(size => Task.Run(() => Own(messages, ManyMessages, size))));
        return new OfTrace(
            await few, many, await bestOfFew, await bestOfMany, (await zpaq).Octets?.Warm ?? double.NaN);
    }

    /// <summary>Alone on the host: nothing else is measured meanwhile.</summary>
    private static Figure Speed(string file)
    {
        var messages = TelemetryTrace.Read(file);
        var encoder = new ModelCodec(new CodecModel(UsualMebibytes, IsPrimed: true));
        encoder.Encode([messages[0]]);
        var started = Stopwatch.GetTimestamp();
        foreach (var part in messages.Chunk(ManyMessages)) encoder.Encode(part);
        var kilobytes = messages.Sum(message => (long)message.Payload.Length) / 1000.0;
        return new Figure(
            "codec_speed", $"payload of {Path.GetFileName(file)} coded on one core of this host",
            kilobytes / Stopwatch.GetElapsedTime(started).TotalSeconds, "KB/s", 100, IsAtMost: false);
    }

    private static double Own(IReadOnlyList<TraceMessage> messages, int batch, int mebibytes)
    {
        var encoder = new ModelCodec(new CodecModel(mebibytes, IsPrimed: true));
        return OctetsPerMessage.OfBatches(
            [.. messages.Chunk(batch).Select(part => encoder.Encode(part).Length)], messages.Count, batch).Warm;
    }

    private static double BestStreaming(RecordStream records, int batch, int messages)
    {
        double Warm(Func<IEnumerable<ReadOnlyMemory<byte>>, IEnumerable<byte[]>> code) => OctetsPerMessage.OfBatches(
            [.. code(records.Batches(batch)).Select(coded => coded.Length)], messages, batch).Warm;
        var zstd = ZstdStream.IsThere ? Warm(ZstdStream.Code) : double.NaN;

        // Math.Min keeps what is not a number: then this figure is none.
        return Math.Min(Math.Min(Warm(StreamingPeers.Deflate), Warm(StreamingPeers.Brotli)), zstd);
    }

    private static IReadOnlyList<Figure> Figures(List<OfTrace> results, string of)
    {
        double Mean(Func<OfTrace, double> ratio) => results.Count == 0
            ? double.NaN : Math.Exp(results.Average(result => Math.Log(ratio(result))));
        double Loss(int size) => 100 * (Mean(result => result.Many[Array.IndexOf(Sizes, size)] / result.Many[^1]) - 1);
        var usual = Array.IndexOf(Sizes, UsualMebibytes);
        return
        [
            new Figure(
                "compression_each", $"one message a chunk, over the best of flushed deflate, brotli, zstd, warm{of}",
                Mean(result => result.BestOfFew / result.Few), "x", 4.5, IsAtMost: false),
            new Figure(
                "compression_16", $"16 messages a chunk, over the same{of}",
                Mean(result => result.BestOfMany / result.Many[usual]), "x", 3.5, IsAtMost: false),
            new Figure(
                "compression_zpaq", $"16 messages a chunk, of what zpaq -m5 takes, which sees the whole file{of}",
                Mean(result => result.Many[usual] / result.Zpaq), "", 0.65),
            .. Sizes[..^1].Select(size => new Figure(
                $"model_loss_{size}", $"a model of {size} MiB takes more than one of {MostMebibytes}{of}", Loss(size), "%",
                size == UsualMebibytes ? 3 : null)),
            new Figure(
                "model_memory", "memory of a model of the usual size",
                ModelOctets() / (1024.0 * 1024.0), "MiB", UsualMebibytes),
        ];
    }

    private static long ModelOctets()
    {
        var codec = new ModelCodec(new CodecModel(UsualMebibytes, IsPrimed: true));
        codec.Encode([new TraceMessage("t", default)]);
        return codec.ModelOctets;
    }

    /// <summary>Octets a message, warm.</summary>
    private sealed record OfTrace(double Few, IReadOnlyList<double> Many, double BestOfFew, double BestOfMany, double Zpaq);
}
