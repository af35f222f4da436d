namespace Farlink.Keys.Certificates;

/// <summary>A certificate or the CA cannot be made or used. The message says what is wrong, where, and what to do.</summary>
public sealed class PkiException : Exception
{
    /// <summary>Makes one.</summary>
    public PkiException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public PkiException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
