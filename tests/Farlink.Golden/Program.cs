using Farlink.Protocol.Tests.Compression;

// Compares the chunks that this host makes with those in a file, and decodes them.
// Usage: Farlink.Golden tests/vectors/model-chunks.txt
if (args.Length != 1)
{
    Console.Error.WriteLine("usage: Farlink.Golden FILE");
    return 2;
}

var isSame = File.ReadAllText(args[0]) == GoldenChunks.Text();
var isDecoded = GoldenChunks.Sizes.All(size => GoldenChunks.Decode(size)?.Count == GoldenChunks.Messages().Count());
Console.WriteLine($"{(isSame ? "the golden chunks" : "OTHER CHUNKS")}, {(isDecoded ? "decoded" : "NOT DECODED")}");
return isSame && isDecoded ? 0 : 1;
