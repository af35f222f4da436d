namespace Farlink.Keys.Pairing;

/// <summary>
/// A folder is changed by one at a time, in this process and among all: a service that ends a re-key, and a command that unpairs,
/// must not undo each other's work. The kernel takes the lock back when a program ends.
/// </summary>
internal static class FolderLock
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(10);
    private const int MostTries = 1000;

    /// <summary>Takes it, as soon as nobody else has it; disposing of the result gives it back.</summary>
    /// <exception cref="PairingException">Somebody keeps it, or it cannot be made.</exception>
    public static IDisposable Take(string folder)
    {
        var path = Path.Combine(folder, "lock");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // FileShare.None is flock(2) here.
                return new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                });
            }
            catch (IOException) when (Directory.Exists(folder) && attempt < MostTries)
            {
                Thread.Sleep(Again);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new PairingException($"The pairings in {folder} cannot be changed: {failure.Message}", failure);
            }
        }
    }
}
