using System.Runtime.CompilerServices;

namespace Farlink.Protocol.Tests.Compression;

/// <summary>
/// The chunks in tests/vectors/model-chunks.txt. They change with every change of the model, and a change of the model is a
/// change of <see cref="Protocol.Compression.ModelVersion"/>: replace the file by what the failure shows, with its version, and
/// never by itself.
/// </summary>
public sealed class GoldenChunkTests
{
    [Fact]
    public void Chunks_FixedMessages_AreTheGoldenOctets()
    {
        var made = GoldenChunks.Text();
        var golden = File.ReadAllText(Path.Combine(Folder(), "..", "..", "vectors", "model-chunks.txt"));
        Assert.True(golden == made, $"the model has changed; tests/vectors/model-chunks.txt would be now:\n{made}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Chunks_FixedMessages_ComeOutAgain(int mebibytes)
    {
        var decoded = GoldenChunks.Decode(mebibytes);
        Assert.NotNull(decoded);
        Assert.Equal(
            GoldenChunks.Messages().Select(Wire.Messages.Text).Order(),
            decoded.Select(one => Wire.Messages.Text(one.Message)).Order());
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
