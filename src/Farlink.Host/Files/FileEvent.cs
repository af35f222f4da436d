namespace Farlink.Host.Files;

/// <summary>What was done to a file.</summary>
/// <param name="Path">Its path on the system; of a changed one, the path where it is kept.</param>
/// <param name="Outcome">What was done.</param>
public sealed record FileEvent(string Path, FileOutcome Outcome);
