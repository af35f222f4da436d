using System.Security.Cryptography;
using Farlink.Configuration;
using Farlink.Keys.Certificates;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Mqtt.Broker;

namespace Farlink.Hosting;

/// <summary>
/// Files that an end reads when it starts and not again: certificates of CAs, what it shows other brokers and browsers, keys of
/// links. That another one lies there shows by their digests.
/// </summary>
internal static class StartFiles
{
    /// <summary>The digest of each, by the key that names it; "" for one that cannot be read.</summary>
    public static Dictionary<string, string> Read(FarlinkConfig config)
    {
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Of(config)) digests[file.Key] = DigestOf(file.Path);
        return digests;
    }

    /// <summary>Looks whether the next start could use those that the last one has used.</summary>
    /// <param name="config">What names them.</param>
    /// <param name="before">Digests of the last start.</param>
    /// <exception cref="PkiException">A certificate cannot be read, or is not that of its key.</exception>
    /// <exception cref="KeyFileException">A key is missing, or others may read it.</exception>
    public static void Check(FarlinkConfig config, IReadOnlyDictionary<string, string> before)
    {
        foreach (var file in Of(config))
            if (before.GetValueOrDefault(file.Key) is { Length: > 0 }) file.Check();
    }

    /// <summary>Whether a private key is in a chip or token: such a key is no file, and stays what it is.</summary>
    public static bool IsInElement(string key) => SecureElements.FileOf(key) is null && SecureElements.IsKnown(key);

    /// <summary>All of them. A key in an element is none.</summary>
    public static List<StartFile> Of(FarlinkConfig config)
    {
        List<StartFile> files = [];
        var hasBroker = config.Broker.IsEmbedded && config.Upstream is null;
        if (hasBroker && config.Broker.Listeners.Any(listener => listener.Auth == ListenerAuth.Mutual))
            files.Add(Certificate("broker.ca", config.Broker.CaFile));
        AddClient(files, "broker", config.Broker.External);
        AddClient(files, "upstream", config.Upstream);
        if (config.Dashboard.Listen is not null)
        {
            var page = (Key: "dashboard.certificate", Path: config.Dashboard.CertificateFile);
            AddPair(files, page, ("dashboard.key", config.Dashboard.KeyFile), isServer: true);
        }

        AddLink(files, "link.key_file", config.Link.KeyFile);
        foreach (var (index, site) in config.Sites.Index()) AddLink(files, $"site[{index}].key_file", site.KeyFile);
        return files;
    }

    private static void AddClient(List<StartFile> files, string section, UpstreamConfig? other)
    {
        if (other is null) return;
        if (other.CaFile is { } authority) files.Add(Certificate($"{section}.ca", authority));
        AddPair(files, ($"{section}.cert", other.CertificateFile), ($"{section}.key", other.KeyFile), isServer: false);
        if (other.PasswordFile is { } password)
            files.Add(new StartFile($"{section}.password_file", password, () => PrivateText.Read(password)));
    }

    private static void AddPair(
        List<StartFile> files, (string Key, string? Path) certificate, (string Key, string? Path) key, bool isServer)
    {
        if (certificate.Path is { } shown) files.Add(Certificate(certificate.Key, shown, isServer));
        if (key.Path is not { } secret || IsInElement(secret)) return;
        var path = SecureElements.FileOf(secret) ?? secret;
        files.Add(new StartFile(key.Key, path, () =>
        {
            if (certificate.Path is { } of) PemFiles.ReadWithKey(of, path).Dispose();
        }));
    }

    private static void AddLink(List<StartFile> files, string key, string? path)
    {
        if (path is not null) files.Add(new StartFile(key, path, () => LinkKeyFile.Read(path)));
    }

    private static StartFile Certificate(string key, string path, bool isServer = false) => new(key, path, () =>
    {
        using var certificate = PemFiles.ReadCertificate(path);
        if (isServer) PemFiles.RequireServer(certificate, path);
    });

    private static string DigestOf(string path)
    {
        try
        {
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}

/// <summary>A file that is read at a start only.</summary>
/// <param name="Key">The key that names it.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Check">
/// Reads it as a start does; a <see cref="PkiException"/> or <see cref="KeyFileException"/> says what is wrong.
/// </param>
internal sealed record StartFile(string Key, string Path, Action Check);
