namespace Farlink.Keys.Pairing;

/// <summary>A pairing cannot be made or used. The message says what, where and what to do.</summary>
public sealed class PairingException : Exception
{
    /// <summary>Makes one.</summary>
    public PairingException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public PairingException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
