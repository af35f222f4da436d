namespace Farlink.Backup;

/// <summary>A step of a restore: a file goes to its place, or away.</summary>
/// <param name="From">Where it is staged; null: the file at <see cref="To"/> goes away.</param>
/// <param name="To">Its place.</param>
internal sealed record RestoreMove(string? From, string To);
