using System.Diagnostics;
using System.Text;

namespace Farlink.EndToEnd.Tests.Documentation;

/// <summary>A process that asks: what it says is seen before its line ends. Ended by its id.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly Lock _lock = new();
    private readonly Task _reading;
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _heard;

    private Terminal(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>All that it has said.</summary>
    public string Said
    {
        get
        {
            lock (_lock) return _said.ToString();
        }
    }

    /// <summary>Starts one.</summary>
    public static Terminal Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new Terminal(Process.Start(start)!);
    }

    /// <summary>Waits until it says something that was not waited for yet.</summary>
    public async Task WaitForAsync(string part)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var (grown, isOver) = (Volatile.Read(ref _grown).Task, _reading.IsCompleted);
            var said = Said;
            var at = said.IndexOf(part, _heard, StringComparison.Ordinal);
            if (at >= 0)
            {
                _heard = at + part.Length;
                return;
            }

            Assert.True(clock.Elapsed < Patience && !isOver, $"'{part}' did not appear:\n{said}");
            await Task.WhenAny(grown.WaitAsync(Patience), _reading);
        }
    }

    /// <summary>Types a line.</summary>
    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for its end; its exit status.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It does not end:\n{Said}");
        }

        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[1024];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_lock) _said.Append(buffer, 0, count);
            Interlocked.Exchange(ref _grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
                .SetResult();
        }
    }
}
