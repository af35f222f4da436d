namespace Farlink.Backup;

/// <summary>A file of a backup that waits to be moved to its place.</summary>
/// <param name="Target">What it is, and its place.</param>
/// <param name="Path">Where it waits.</param>
internal sealed record StagedFile(RestoreTarget Target, string Path);
