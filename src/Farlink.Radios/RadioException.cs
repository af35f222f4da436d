namespace Farlink.Radios;

/// <summary>The modem did not do what it was asked. The message says what happened and what to do about it.</summary>
public sealed class RadioException : Exception
{
    /// <summary>Makes one.</summary>
    public RadioException(string message)
        : base(message)
    {
    }

    /// <summary>Whether the same frame would fail again for ever, so that there is no use in another try.</summary>
    public bool IsFinal { get; init; }

    /// <summary>
    /// Whether it is certain that nothing left the antenna, because the modem never got the frame; false if that is not known.
    /// </summary>
    public bool IsUnsent { get; init; }

    /// <summary>Makes one with its cause.</summary>
    public RadioException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
