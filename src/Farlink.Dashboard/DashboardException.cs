namespace Farlink.Dashboard;

/// <summary>The dashboard cannot start. The message says why and what to do.</summary>
public sealed class DashboardException : Exception
{
    /// <summary>Makes one.</summary>
    public DashboardException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public DashboardException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
