using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Farlink.EndToEnd.Tests;

/// <summary>A real process, ended by its id, with its lines kept.</summary>
internal sealed partial class RunningProcess : IAsyncDisposable
{
    private const int HangUpSignal = 1;
    private const int Terminate = 15;
    private const int Stop = 19;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Task _reading;
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Completes with its next line.</summary>
    public Task Grown => Volatile.Read(ref _grown).Task;

    public string Output => string.Join('\n', _lines);

    public static RunningProcess Start(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null,
        bool isAsked = false)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["PATH"] += ":/usr/sbin";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = Process.Start(start)!;
        if (!isAsked) process.StandardInput.Close();
        return new RunningProcess(process);
    }

    public static RunningProcess Farlink(params string[] arguments) => Start(NativeProgram.Path, arguments);

    /// <summary>Starts the program with somebody at its keyboard: <see cref="TypeAsync"/>.</summary>
    public static RunningProcess Asked(params string[] arguments) => Start(NativeProgram.Path, arguments, isAsked: true);

    /// <summary>Runs to its end.</summary>
    public static Task<(int Code, string Output)> RunAsync(string file, params string[] arguments) => RunAsync(
        file, new Dictionary<string, string> { ["FARLINK_CA_PASSPHRASE"] = "correct horse" }, arguments);

    /// <summary>Runs to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(
        string file, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        await using var process = Start(file, arguments, environment);
        return (await process.WaitForExitAsync(), process.Output);
    }

    /// <summary>Types a line.</summary>
    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public async Task<int> WaitForExitAsync(TimeSpan? longest = null)
    {
        using var patience = new CancellationTokenSource(longest ?? Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail(
                $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} does not end. It said:\n"
                + $"{Output}");
        }

        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Waits for a line with this text, and returns it.</summary>
    public async Task<string> WaitForAsync(string part, int count = 1)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var grown = Grown;
            if (_lines.Where(line => line.Contains(part, StringComparison.Ordinal)).Skip(count - 1).FirstOrDefault() is { } found)
                return found;
            Assert.True(
                clock.Elapsed < Patience,
                $"'{part}' did not appear {count} times in {_process.StartInfo.FileName} "
                + $"{string.Join(' ', _process.StartInfo.ArgumentList)}:\n{Output}");
            await Task.WhenAny(grown.WaitAsync(Patience));
        }
    }

    /// <summary>Asks it to end, and waits.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited) Assert.Equal(0, Kill(_process.Id, Terminate));
        return await WaitForExitAsync();
    }

    /// <summary>SIGHUP: a service reads its configuration again.</summary>
    public void HangUp() => Assert.Equal(0, Kill(_process.Id, HangUpSignal));

    /// <summary>Lets none of its files grow beyond this size; null: ends that. Writes beyond fail, as on a full disk.</summary>
    public async Task LimitFilesAsync(int? octets)
    {
        var (code, output) = await RunAsync("prlimit", $"--pid={_process.Id}",
            $"--fsize={octets?.ToString() ?? "unlimited"}:unlimited");
        Assert.True(code == 0, output);
    }

    /// <summary>Freezes it: it holds its connections and does nothing.</summary>
    public void Suspend() => Assert.Equal(0, Kill(_process.Id, Stop));

    /// <summary>Ends it without asking.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int id, int signal);

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
            Interlocked.Exchange(ref _grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
                .SetResult();
        }
    }
}
