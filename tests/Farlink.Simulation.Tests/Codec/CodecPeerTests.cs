using System.Buffers;
using System.Diagnostics;
using System.IO.Compression;
using Farlink.Simulation.Bench.Codec;

namespace Farlink.Simulation.Tests.Codec;

/// <summary>The general compressors: what is counted is enough to decode from.</summary>
public sealed class CodecPeerTests
{
    [Fact]
    public void Records_Octets_AreAsDescribed()
    {
        var records = new RecordStream(Traces.Made(3));
        byte[] first = [2, 0, 3, .. "a/b"u8, 7, .. "value 0"u8], second = [2, 1, 1, .. "c"u8, 7, .. "value 1"u8];
        byte[] third = [2, 0, 7, .. "value 2"u8];
        Assert.Equal([.. first, .. second, .. third], records.All.ToArray());
        Assert.Equal(first, records.First(1).ToArray());
        Assert.Equal([[.. first, .. second], third], records.Batches(2).Select(batch => batch.ToArray()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1000)]
    public void Deflate_EachBatch_CanBeDecodedWhenItHasCome(int batch)
    {
        var records = new RecordStream(Traces.Read("sparkplug.tsv"));
        using var arrived = new MemoryStream();
        using var inflate = new DeflateStream(arrived, CompressionMode.Decompress);
        var batches = records.Batches(batch).ToList();
        foreach (var (index, coded) in StreamingPeers.Deflate(batches).Index())
        {
            // The receiver adds what each flush ends with.
            var at = arrived.Position;
            arrived.Write([.. coded, 0x00, 0x00, 0xFF, 0xFF]);
            arrived.Position = at;
            var decoded = new byte[batches[index].Length];
            inflate.ReadExactly(decoded);
            Assert.Equal(batches[index].ToArray(), decoded);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1000)]
    public void Brotli_EachBatch_CanBeDecodedWhenItHasCome(int batch)
    {
        var records = new RecordStream(Traces.Read("sparkplug.tsv"));
        var batches = records.Batches(batch).ToList();
        using var decoder = new Decoder();
        foreach (var (index, coded) in StreamingPeers.Brotli(batches).Index())
            Assert.Equal(batches[index].ToArray(), decoder.Add(coded));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task Zstd_AllBatches_AreReadByTheProgram(int batch)
    {
        var records = new RecordStream(Traces.Read("sparkplug.tsv"));
        var batches = records.Batches(batch).ToList();
        using var zstd = Process.Start(new ProcessStartInfo("zstd", ["-dc"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var decoded = new MemoryStream();
        var reading = zstd.StandardOutput.BaseStream.CopyToAsync(decoded);
        foreach (var coded in ZstdStream.Code(batches))
        {
            Assert.NotEmpty(coded);
            await zstd.StandardInput.BaseStream.WriteAsync(coded);
        }

        // The frame has no end, as on a link: zstd says so, after it has written all that came.
        zstd.StandardInput.Close();
        await reading;
        await zstd.WaitForExitAsync();
        Assert.Equal(batches.SelectMany(one => one.ToArray()), decoded.ToArray());
    }

    [Fact]
    public void Find_InFolders_TakesTheFirstThatMayRun()
    {
        var folder = Directory.CreateTempSubdirectory("farlink-test-").FullName;
        try
        {
            foreach (var name in (string[])["a", "b"]) Directory.CreateDirectory(Path.Combine(folder, name));
            File.WriteAllText(Path.Combine(folder, "a", "tool"), "");
            var tool = Path.Combine(folder, "b", "tool");
            File.WriteAllText(tool, "");
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            Assert.Equal(tool, ToolPath.Find("tool", $".::{folder}/nothing:{folder}/a:{folder}/b"));
            Assert.Null(ToolPath.Find("tool", $"{folder}/a"));
            Assert.Null(ToolPath.Find("tool", null));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A streaming decoder of brotli.</summary>
    private sealed class Decoder : IDisposable
    {
        private BrotliDecoder _decoder;

        public byte[] Add(byte[] coded)
        {
            var decoded = new List<byte>();
            var room = new byte[4096];
            OperationStatus status;
            int written;
            do
            {
                // It says that it needs more while it still has some to give.
                status = _decoder.Decompress(coded, room, out var used, out written);
                coded = coded[used..];
                decoded.AddRange(room[..written]);
            }
            while (written > 0);
            Assert.Equal(OperationStatus.NeedMoreData, status);
            return [.. decoded];
        }

        public void Dispose() => _decoder.Dispose();
    }
}
