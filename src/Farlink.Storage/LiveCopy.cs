namespace Farlink.Storage;

/// <summary>Copies a store that another process may have open: it holds the lock, so SQLite's own ways are closed.</summary>
internal static class LiveCopy
{
    /// <summary>
    /// Salts and sums of SQLite's log: another head is another use of the file (file format document, chapter 4).
    /// </summary>
    private const int LogHeadOctets = 32;

    /// <summary>
    /// Copies file and log. Whatever is folded into the file meanwhile is in the log too, as long as the log is not begun
    /// anew: so file first, then log, is one state of the store, if the log's head is the same before and after. Commits that
    /// come meanwhile are in it up to some point.
    /// </summary>
    /// <param name="path">The store.</param>
    /// <param name="copy">Where to.</param>
    /// <returns>False if the log was begun anew meanwhile: what was copied is of no use.</returns>
    public static bool TryTake(string path, string copy)
    {
        var log = $"{path}-wal";
        var before = Mark(path, log);
        File.Copy(path, copy, overwrite: true);
        File.Delete($"{copy}-wal");
        if (File.Exists(log)) File.Copy(log, $"{copy}-wal", overwrite: true);
        return Mark(path, log) == before;
    }

    /// <summary>The log's head; without a log, what shows that the file was written.</summary>
    private static string Mark(string path, string log)
    {
        if (File.Exists(log))
        {
            using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var head = new byte[LogHeadOctets];
            if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length) return Convert.ToHexString(head);
        }

        var file = new FileInfo(path);
        return $"{file.Length} {file.LastWriteTimeUtc.Ticks}";
    }
}
