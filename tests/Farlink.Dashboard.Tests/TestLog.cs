using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Farlink.Dashboard.Tests;

/// <summary>Keeps what the dashboard logs.</summary>
internal sealed class TestLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(int Id, string Line)> _lines = new();

    public bool Has(int id, string part) =>
        _lines.Any(one => one.Id == id && one.Line.Contains(part, StringComparison.Ordinal));

    public int Count(int id) => _lines.Count(one => one.Id == id);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId.Id, formatter(state, exception)));

    public void Dispose()
    {
    }
}
