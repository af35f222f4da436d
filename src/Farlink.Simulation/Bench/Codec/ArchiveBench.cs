using System.ComponentModel;
using System.Diagnostics;
using Farlink.Protocol.Text;

namespace Farlink.Simulation.Bench.Codec;

/// <summary>Runs archivers on a record stream, each in a folder of its own that is deleted afterwards.</summary>
/// <param name="find">The path of a program, or null.</param>
/// <param name="time">For the patience.</param>
internal sealed class ArchiveBench(Func<string, string?> find, TimeProvider time)
{
    /// <summary>A program that takes longer than this is stopped, and its row says so.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Variables by which a user sets other levels or threads.</summary>
    private static readonly string[] Settings = ["XZ_DEFAULTS", "XZ_OPT", "ZSTD_CLEVEL", "ZSTD_NBTHREADS"];

    /// <summary>zpaq stores the time of the file: the same time gives the same size.</summary>
    private static readonly DateTime InputTime = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Packs the whole stream and its first half.</summary>
    public async Task<CodecPeer> MeasureAsync(Archiver archiver, RecordStream records, CancellationToken cancellation)
    {
        var peer = new CodecPeer(archiver.Name, $"{archiver.Name}, whole file", IsStreaming: false, null);
        if (find(archiver.Name) is not { } program)
            return peer with { Problem = $"not installed (apt install {archiver.Package})", IsMissing = true };
        try
        {
            var all = await PackAsync(archiver, program, records.All, cancellation);
            var half = records.Count / 2;
            var firstHalf = half == 0 ? 0 : await PackAsync(archiver, program, records.First(half), cancellation);
            return peer with { Octets = OctetsPerMessage.OfArchives(all, firstHalf, records.Count) };
        }
        catch (ArchiverException failure)
        {
            return peer with { Problem = failure.Message };
        }
    }

    private async Task<long> PackAsync(
        Archiver archiver, string program, ReadOnlyMemory<byte> octets, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("farlink-bench-").FullName;
        try
        {
            var input = Path.Combine(folder, Archiver.InputName);
            await File.WriteAllBytesAsync(input, octets, cancellation);
            File.SetLastWriteTimeUtc(input, InputTime);
            await RunAsync(program, archiver.Arguments, folder, cancellation);
            var output = new FileInfo(Path.Combine(folder, archiver.OutputName));
            return output.Exists ? output.Length : throw new ArchiverException($"failed: {program} wrote no archive");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task RunAsync(
        string program, IReadOnlyList<string> arguments, string folder, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        using var process = Start(program, arguments, folder);
        var said = "";
        process.ErrorDataReceived += (_, line) => said = string.IsNullOrWhiteSpace(line.Data) ? said : line.Data;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(ending.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            throw new ArchiverException(
                $"failed: {program} took longer than {Patience.TotalMinutes} minutes; use a shorter trace");
        }

        // Ctrl-C in a terminal reaches the program as well as us: then its end is no failure of its own.
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
            throw new ArchiverException($"failed: {program} ended with {process.ExitCode}: {Printable.Escape(said)}");
    }

    private static Process Start(string program, IReadOnlyList<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Settings) start.Environment.Remove(name);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new ArchiverException($"failed: {program} cannot be started: {failure.Message}");
        }
    }

    /// <summary>The row of an archiver cannot be had; the bench goes on with the others.</summary>
    private sealed class ArchiverException(string message) : Exception(message);
}
