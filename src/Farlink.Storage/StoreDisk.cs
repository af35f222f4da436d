namespace Farlink.Storage;

/// <summary>What is to be known of the disk that a store is on.</summary>
/// <param name="Free">Octets that are free.</param>
/// <param name="Log">Length of the store's log in octets; 0: there is none.</param>
internal sealed record StoreDisk(Func<long> Free, Func<long> Log)
{
    /// <summary>As the system says.</summary>
    /// <param name="store">The store's file.</param>
    public static StoreDisk Of(string store) => new(
        () => new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(store))!).AvailableFreeSpace,
        () => new FileInfo($"{store}-wal") is { Exists: true } log ? log.Length : 0);
}
