using Farlink.Host.Files;

namespace Farlink.Commands;

/// <summary>A command and what became of it.</summary>
/// <param name="Command">The command.</param>
/// <param name="ExitStatus">What it ended with; null: it was not run.</param>
internal sealed record CommandOutcome(HostCommand Command, int? ExitStatus)
{
    /// <summary>Whether it was run, failed, and should not have.</summary>
    public bool IsFailure => ExitStatus is not (null or 0) && !Command.MayFail;
}
