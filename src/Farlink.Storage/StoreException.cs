namespace Farlink.Storage;

/// <summary>The store cannot do what was asked: what happened, where and what to do is in the message.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What, where and what to do.</param>
    /// <param name="inner">What SQLite said.</param>
    public StoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>
    /// Whether the disk is full, or cannot be written now: nothing was changed, and the same commit succeeds once it can.
    /// </summary>
    public bool IsDiskFull { get; init; }

    /// <summary>Whether another process has the store.</summary>
    public bool IsInUse { get; init; }
}
