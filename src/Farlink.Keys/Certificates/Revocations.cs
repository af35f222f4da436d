using System.Security.Cryptography.X509Certificates;
using Farlink.Keys.Files;

namespace Farlink.Keys.Certificates;

/// <summary>
/// The list of revocations in force, from a file that may change while the program runs. An older list never takes the place of a
/// newer one, and a damaged one none at all. Thread-safe.
/// </summary>
public sealed class Revocations
{
    private readonly string _path;
    private readonly X509Certificate2 _authority;
    private readonly Lock _lock = new();
    private volatile RevocationList? _list;
    private (DateTime Written, long Octets, UnixFileMode Mode) _seen;

    private Revocations(string path, X509Certificate2 authority)
    {
        _path = path;
        _authority = authority;
    }

    /// <summary>The list; null as long as there is no file.</summary>
    public RevocationList? Current => _list;

    /// <summary>Opens a file, which may come later.</summary>
    /// <param name="path">The file.</param>
    /// <param name="authorityPath">PEM file of the CA's certificate.</param>
    /// <exception cref="PkiException">A file that is there is no list of this CA.</exception>
    public static Revocations Open(string path, string authorityPath)
    {
        var revocations = new Revocations(path, PemFiles.ReadCertificate(authorityPath));
        if (revocations.TryReload() is { } problem) throw new PkiException(problem);
        return revocations;
    }

    /// <summary>Takes a list that came another way, if it is newer than the one in force, and writes it to the file.</summary>
    /// <param name="list">The list, of this CA: <see cref="Parse"/>.</param>
    /// <returns>Null if all is well; else why the file could not be written. The list is in force all the same.</returns>
    public string? Take(RevocationList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        lock (_lock)
        {
            if (_list is { } before && list.Number <= before.Number) return null;
            _list = list;
            try
            {
                RevocationList.Write(_path, list.Der.Span);
                return null;
            }
            catch (KeyFileException failure)
            {
                return failure.Message;
            }
        }
    }

    /// <summary>Reads a list of this CA.</summary>
    /// <exception cref="PkiException">It is none, is damaged, or the CA did not sign it.</exception>
    public RevocationList Parse(ReadOnlyMemory<byte> der, string source) => RevocationList.Parse(der, _authority, source);

    /// <summary>Whether a certificate is revoked.</summary>
    public bool IsRevoked(X509Certificate2 certificate) => _list?.Contains(certificate) ?? false;

    /// <summary>Reads the file again if it has changed.</summary>
    /// <returns>Null if all is well; else why the file is not used. The list before stays in force.</returns>
    public string? TryReload()
    {
        lock (_lock)
        {
            if (!File.Exists(_path)) return null;
            try
            {
                var info = new FileInfo(_path);
                var seen = (info.LastWriteTimeUtc, info.Length, info.UnixFileMode);
                if (seen == _seen) return null;
                _seen = seen;
                var read = RevocationList.Read(_path, _authority);
                if (_list is { } before && read.Number < before.Number)
                    return $"{_path} has number {read.Number}, and {before.Number} is in force: an older list is not used.";
                _list = read;
                return null;
            }
            catch (Exception failure) when (failure is PkiException or IOException or UnauthorizedAccessException)
            {
                return failure.Message;
            }
        }
    }
}
