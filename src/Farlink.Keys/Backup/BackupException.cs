namespace Farlink.Keys.Backup;

/// <summary>A backup cannot be made, read or restored. The message says what, where and what to do.</summary>
public sealed class BackupException : Exception
{
    /// <summary>Makes one.</summary>
    public BackupException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public BackupException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
