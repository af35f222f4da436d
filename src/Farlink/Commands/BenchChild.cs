using System.Diagnostics;
using System.Globalization;

namespace Farlink.Commands;

/// <summary>This program as another process, ended with the measurement.</summary>
internal sealed class BenchChild : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly Lock _lock = new();

    private BenchChild(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public static BenchChild Start(string folder, string role, string toml)
    {
        var file = Path.Combine(folder, $"{role}.toml");
        File.WriteAllText(file, $"role = \"{role}\"\nname = \"{role}\"\n{toml}");

        // Under `dotnet farlink.dll` this process is dotnet: then the program is its first argument.
        var own = Environment.ProcessPath!;
        var isHosted = Path.GetFileNameWithoutExtension(own) == "dotnet";
        string[] arguments = [.. isHosted ? [Environment.GetCommandLineArgs()[0]] : Array.Empty<string>(), role, "-c", file];
        return new BenchChild(Process.Start(new ProcessStartInfo(own, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!);
    }

    public async Task<string> WaitAsync(string part)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience && !_process.HasExited)
        {
            lock (_lock)
                if (_lines.Find(line => line.Contains(part, StringComparison.Ordinal)) is { } found) return found;
            await Task.Delay(20);
        }

        lock (_lock)
            throw new InvalidOperationException($"The bench's own process did not start:\n{string.Join('\n', _lines)}");
    }

    /// <summary>Waits for a line that ends with an address, or says more after it, and tells that address' port.</summary>
    public async Task<int> PortAsync(string part)
    {
        var line = await WaitAsync(part);
        var digits = line[(line.LastIndexOf(':') + 1)..].TakeWhile(char.IsAsciiDigit);
        return int.Parse(string.Concat(digits), CultureInfo.InvariantCulture);
    }

    /// <summary>What it took of the processors so far.</summary>
    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>The most memory it ever had, in MiB.</summary>
    public double MostResident()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(one =>
            one.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_lock)
            if (line is not null) _lines.Add(line);
    }
}
