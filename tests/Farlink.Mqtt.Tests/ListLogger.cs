using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Farlink.Mqtt.Tests;

/// <summary>Keeps log lines, and lets a test wait for one.</summary>
internal sealed class ListLogger : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(formatter(state, exception));

    public async Task<string> WaitForAsync(string part)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!patience.IsCancellationRequested)
        {
            if (_lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) is { } found) return found;
            await Task.Yield();
        }

        Assert.Fail($"No log line has '{part}'. There are:\n{string.Join('\n', _lines)}");
        return string.Empty;
    }
}
