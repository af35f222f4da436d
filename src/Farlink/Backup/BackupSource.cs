using Farlink.Keys.Backup;

namespace Farlink.Backup;

/// <summary>A file that belongs into a backup.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Where it is, absolute.</param>
/// <param name="IsNeeded">Whether the end does not run without it.</param>
internal sealed record BackupSource(BackupKind Kind, string Path, bool IsNeeded);
