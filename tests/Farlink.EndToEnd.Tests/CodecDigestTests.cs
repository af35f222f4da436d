using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Farlink.EndToEnd.Tests;

/// <summary>
/// The codec computes the same to the last bit, however it is compiled: the native file, the same program compiled just in time,
/// and that without vector instructions. (On arm64: the slow tests.)
/// </summary>
public sealed class CodecDigestTests
{
    private const int MessagesOfEach = 100;

    [Fact]
    public async Task Codec_NativeOrJustInTimeWithOrWithoutVectors_GivesTheSameOctets()
    {
        var folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;
        try
        {
            string[] traces = ["zigbee2mqtt.tsv", "sparkplug.tsv", "weewx.tsv"];
            var file = Path.Combine(folder, "some.tsv");
            await File.WriteAllLinesAsync(
                file, traces.SelectMany(trace => File.ReadLines(Path.Combine(Traces(), trace)).Take(MessagesOfEach)));
            var native = await DigestAsync(NativeProgram.Path, [], file, withVectors: true);
            var program = Path.Combine(AppContext.BaseDirectory, "../../../../../src/Farlink/bin/Release/net10.0/farlink.dll");
            Assert.Equal(native, await DigestAsync("dotnet", [program], file, withVectors: true));
            Assert.Equal(native, await DigestAsync("dotnet", [program], file, withVectors: false));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> DigestAsync(string file, string[] first, string trace, bool withVectors)
    {
        await using var bench = RunningProcess.Start(
            file, [.. first, "bench", "codec", "--trace", trace, "--batch", "4", "--model-mib", "1", "--json"],
            new Dictionary<string, string> { ["DOTNET_EnableHWIntrinsic"] = withVectors ? "1" : "0" });
        Assert.Equal(0, await bench.WaitForExitAsync());
        using var json = JsonDocument.Parse(bench.Lines.Last());
        Assert.True(json.RootElement.GetProperty("roundtrip").GetBoolean());
        return json.RootElement.GetProperty("digest").GetString()!;
    }

    private static string Traces([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "traces");
}
