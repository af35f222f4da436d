namespace Farlink.Hosting;

/// <summary>The form of a line in the log.</summary>
internal enum LogFormat
{
    /// <summary>For people: time, level, where from, event id, text.</summary>
    Text,

    /// <summary>For the journal: priority (sd-daemon(3)), where from, event id, text.</summary>
    Journal,
}
