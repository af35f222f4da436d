namespace Farlink.Hosting;

/// <summary>Whether standard error goes to the journal, which wants a priority before each line (sd-daemon(3)).</summary>
internal static class JournalStream
{
    private const string StandardError = "/proc/self/fd/2";

    /// <summary>Whether it does now.</summary>
    public static bool IsStandardError =>
        Is(Environment.GetEnvironmentVariable("JOURNAL_STREAM"), new FileInfo(StandardError).LinkTarget);

    /// <summary>
    /// Whether a stream is the one that JOURNAL_STREAM names, by device and inode (systemd.exec(5)): a child whose output goes
    /// elsewhere inherits the variable.
    /// </summary>
    /// <param name="named">The variable: <c>8:12345</c>; null: not set.</param>
    /// <param name="target">Where the stream's link below /proc/self/fd points: <c>socket:[12345]</c> (proc(5)).</param>
    internal static bool Is(string? named, string? target) =>
        named?.Split(':') is [_, { Length: > 0 } inode] && target == $"socket:[{inode}]";
}
