using Microsoft.Extensions.Logging;

namespace Farlink.Doctor;

/// <summary>Listens to a client's log for the reason of its first failure to connect, instead of writing it anywhere.</summary>
internal sealed class LastWords : ILogger
{
    private readonly TaskCompletionSource<string> _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the reason.</summary>
    public Task<string> Refused => _refused.Task;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel < LogLevel.Warning) return;
        var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        var why = values.FirstOrDefault(value => value.Key == "why" || value.Key == "Why").Value;
        _refused.TrySetResult(why as string ?? formatter(state, exception));
    }
}
