using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Farlink.Protocol.Tests;

/// <summary>The files of tests/vectors.</summary>
internal static class Vectors
{
    public static JsonElement Read(string name, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "..", "vectors", name);
        return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
    }
}
