using Microsoft.Extensions.Logging;

namespace Farlink.Hosting;

/// <summary>The least important events that are logged; it may be changed while the program runs. Thread-safe.</summary>
internal sealed class LogLevelSwitch(LogLevel initial)
{
    private volatile LogLevel _level = initial;

    public LogLevel Level
    {
        get => _level;
        set => _level = value;
    }

    /// <summary>Whether an event of this level is logged.</summary>
    public bool Lets(LogLevel level) => level >= _level;
}
