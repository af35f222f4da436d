namespace Farlink.Mqtt.Access;

/// <summary>A line of a password or ACL file is not understood.</summary>
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
}
