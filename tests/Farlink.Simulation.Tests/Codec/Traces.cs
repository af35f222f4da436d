using System.Runtime.CompilerServices;
using System.Text;
using Farlink.Simulation.Bench.Codec;

namespace Farlink.Simulation.Tests.Codec;

/// <summary>The files of tests/traces, and small ones made here.</summary>
internal static class Traces
{
    public static string Folder => Path.GetFullPath(Path.Combine(Here(), "..", "..", "traces"));

    public static IReadOnlyList<TraceMessage> Read(string name) => TelemetryTrace.Read(Path.Combine(Folder, name));

    /// <summary>As many messages of two topics, in turn.</summary>
    public static IReadOnlyList<TraceMessage> Made(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
            new TraceMessage(i % 2 == 0 ? "a/b" : "c", Encoding.UTF8.GetBytes($"value {i}"))),
    ];

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
