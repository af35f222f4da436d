namespace Farlink.Runtime.Watching;

/// <summary>How bad an event is.</summary>
public enum EventLevel
{
    /// <summary>As it should be.</summary>
    Info,

    /// <summary>Worth a look.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Error,
}
