using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Farlink.Tests.Shared;

/// <summary>The files of tests/vectors.</summary>
internal static class Vectors
{
    public static JsonElement Read(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), "..", "vectors", name))).RootElement;

    public static byte[] ReadOctets(string name) => File.ReadAllBytes(Path.Combine(Folder(), "..", "vectors", name));

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
