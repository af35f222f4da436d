using System.CommandLine;
using Farlink.Output;
using Farlink.Simulation.Bench.Codec;

namespace Farlink.Commands;

/// <summary><c>farlink bench codec</c>: the link's codec on recorded telemetry, beside general compressors.</summary>
internal static class BenchCodecCommand
{
    /// <param name="create">Makes one end of the codec.</param>
    public static Command Create(Func<CodecModel, ITraceCodec> create)
    {
        var file = Options.Required<string>("--trace", "Recorded messages, one a line: topic TAB payload TAB timestamp_ms");
        var batch = Options.Number("--batch", "Messages coded together, as in one frame", 1, 1, CodecBench.MostBatch);
        var model = Options.Word(
            "--model-mib", "Memory of the model in MiB", "4", ("1", 1), ("2", 2), ("4", 4), ("8", 8), ("16", 16));
        var noPrime = Options.Of("--no-prime", "Begin with an empty model, not with the built-in text", false);
        var json = Options.Of("--json", "Print one JSON object on one line", false);
        var command = new Command(
            "codec",
            "Code recorded messages, decode them again, and print octets a message beside deflate and brotli, flushed after each "
            + "batch, and zstd, xz and zpaq, which see the whole file at once. Exit status 1 if a message comes out different, "
            + "or the trace cannot be read.\n\n"
            + "Example: farlink bench codec --trace tests/traces/zigbee2mqtt.tsv --batch 16")
        {
            file, batch, model, noPrime, json,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(file)!, (int)parsed.GetValue(batch),
            new CodecModel(parsed.GetValue(model), !parsed.GetValue(noPrime)), create, parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> RunAsync(
        string file, int batch, CodecModel model, Func<CodecModel, ITraceCodec> create, bool asJson)
    {
        using var interruption = new Interruption();
        var messages = TelemetryTrace.Read(file);
        var showsProgress = !Console.IsErrorRedirected;
        var bench = new CodecBench(() => create(model), ToolPath.Find, TimeProvider.System);
        var result = await bench.RunAsync(
            messages, batch,
            what =>
            {
                if (showsProgress) Console.Error.Write($"\r\x1b[Kmeasuring: {what}");
            },
            interruption.Token);
        if (showsProgress) Console.Error.Write("\r\x1b[K");
        var report = new CodecReport(Path.GetFileName(file), model, result);
        Console.Out.Write(asJson ? report.ToJson() : report.ToString());
        return result.RoundTripProblem is null ? ExitCodes.Done : ExitCodes.Failed;
    }
}
