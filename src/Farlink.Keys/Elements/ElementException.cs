namespace Farlink.Keys.Elements;

/// <summary>A secure element cannot do what it is asked for. The message names it, what is wrong and the cure.</summary>
public sealed class ElementException : Exception
{
    /// <summary>Makes one.</summary>
    public ElementException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public ElementException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
