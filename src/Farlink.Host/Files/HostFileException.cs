namespace Farlink.Host.Files;

/// <summary>A file of a system cannot be read, written or put back. The message names it, what is wrong and the cure.</summary>
public sealed class HostFileException : Exception
{
    /// <summary>Makes one.</summary>
    public HostFileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public HostFileException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
