namespace Farlink.Mqtt.Access;

/// <summary>A password or ACL file cannot be read, or a line of it is not understood.</summary>
public sealed class AccessFileException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="source">The file.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="problem">What is wrong with it.</param>
    public AccessFileException(string source, int line, string problem)
        : base($"{source}:{line}: {problem}.")
    {
    }

    /// <summary>Makes one of a file that cannot be read.</summary>
    /// <param name="message">Which, why, and what to do.</param>
    /// <param name="cause">The cause.</param>
    public AccessFileException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
