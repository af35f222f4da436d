namespace Farlink.Keys.Files;

/// <summary>A file with a secret cannot be used. The message names the file, what is wrong and the cure.</summary>
public sealed class KeyFileException : Exception
{
    /// <summary>Makes one.</summary>
    public KeyFileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public KeyFileException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
