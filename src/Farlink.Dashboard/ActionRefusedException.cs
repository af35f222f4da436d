namespace Farlink.Dashboard;

/// <summary>An action cannot be done here or now. The message says why and what to do.</summary>
public sealed class ActionRefusedException : Exception
{
    /// <summary>Makes one.</summary>
    public ActionRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public ActionRefusedException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
