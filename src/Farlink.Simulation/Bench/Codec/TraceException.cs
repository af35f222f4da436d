namespace Farlink.Simulation.Bench.Codec;

/// <summary>A trace cannot be read. The message names the file, the line, what is wrong and the cure.</summary>
public sealed class TraceException : Exception
{
    /// <summary>Makes one.</summary>
    public TraceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public TraceException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
