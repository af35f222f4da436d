using Farlink.Host.Files;

namespace Farlink.Host.Wifi;

/// <summary>
/// A system is made an access point, or no more one, by one program at a time. The kernel takes the lock back when that ends.
/// </summary>
internal static class WifiLock
{
    private const string Folder = "/run", Name = "farlink-wifi.lock";

    /// <summary>Takes it; disposing of the result gives it back.</summary>
    /// <exception cref="HostFileException">Another program has it, or it cannot be made.</exception>
    public static IDisposable Take(HostRoot root)
    {
        var path = root.Map($"{Folder}/{Name}");
        try
        {
            Directory.CreateDirectory(root.Map(Folder));

            // FileShare.None is flock(2) here.
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException failure) when (File.Exists(path))
        {
            throw new HostFileException(
                "Another farlink wifi is running on this system. Nothing was changed; try again when it has ended.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new HostFileException($"Cannot make {path}: {failure.Message}", failure);
        }
    }
}
