namespace Farlink.Host.Files;

/// <summary>A command to be run on a system after its files were written, or before they are put back.</summary>
/// <param name="Program">The program, found on the path.</param>
/// <param name="Arguments">What it is told.</param>
public sealed record HostCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Whether the others go on if it fails, as when what it is to stop was never started.</summary>
    public bool MayFail { get; init; }

    /// <summary>As it is typed; no argument of ours needs quotes.</summary>
    public override string ToString() => string.Join(' ', [Program, .. Arguments]);
}
