namespace Farlink.Runtime.Status;

/// <summary>The state of a running end cannot be told: why, and what to do, is in the message.</summary>
public sealed class StatusException : Exception
{
    /// <summary>Makes one.</summary>
    public StatusException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
