using Microsoft.Data.Sqlite;

namespace Farlink.Storage;

/// <summary>Result codes of SQLite (sqlite.org/rescode.html), and what they mean to whoever runs a store.</summary>
internal static class SqliteErrors
{
    public const int Busy = 5;
    public const int ReadOnly = 8;
    public const int InputOutput = 10;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int CannotOpen = 14;
    public const int NotADatabase = 26;

    private const int WriteFailed = InputOutput | (3 << 8);
    private const int SyncFailed = InputOutput | (4 << 8);

    /// <summary>What a lock for writing comes to where the file could be opened for reading only.</summary>
    private const int LockFailed = InputOutput | (15 << 8);

    /// <summary>What SQLite says, with what to do.</summary>
    public static StoreException Explain(string path, SqliteException failure)
    {
        switch (failure.SqliteErrorCode)
        {
            case Full:
                return new StoreException($"No room left for {path}: free some; nothing is accepted until then.", failure)
                {
                    IsDiskFull = true,
                };
            case Busy:
                return new StoreException($"{path} is in use by another farlink: stop that one first.", failure)
                {
                    IsInUse = true,
                };
            case InputOutput when failure.SqliteExtendedErrorCode is WriteFailed or SyncFailed:
                return new StoreException(
                    $"{path} cannot be written ({failure.Message}): check the storage, and whether its file system has become "
                    + "read-only (findmnt); nothing is accepted until it can.",
                    failure)
                {
                    IsDiskFull = true,
                };
            case ReadOnly:
            case InputOutput when failure.SqliteExtendedErrorCode == LockFailed:
                return new StoreException(
                    $"{path} cannot be written: it, or its file system, is read-only. Look with: findmnt -T {path} (the kernel "
                    + "makes it so after errors of the storage). Nothing is accepted until it can be written.",
                    failure)
                {
                    IsDiskFull = true,
                };
            case CannotOpen:
                return new StoreException(
                    $"{path} cannot be opened: check that its folder exists and may be written, and that its file system is not "
                    + $"read-only: findmnt -T {Path.GetDirectoryName(path)}",
                    failure);
            default:
                return new StoreException(
                    $"{path}: {failure.Message}. Check that its folder exists and may be written.", failure);
        }
    }
}
