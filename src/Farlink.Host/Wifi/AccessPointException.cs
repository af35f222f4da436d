namespace Farlink.Host.Wifi;

/// <summary>An access point cannot be made like this. The message has a line for each thing that is wrong.</summary>
public sealed class AccessPointException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="problems">Everything that is wrong; at least one.</param>
    public AccessPointException(IReadOnlyList<AccessPointProblem> problems)
        : base("The access point cannot be made like this; nothing was written.\n  " + string.Join("\n  ", problems)) =>
        Problems = problems;

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<AccessPointProblem> Problems { get; }
}
