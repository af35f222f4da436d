using Farlink.Configuration;
using Farlink.Keys.Elements;
using Farlink.Keys.Files;
using Farlink.Keys.Pairing;
using Farlink.Protocol.Session;
using Farlink.Protocol.Text;

namespace Farlink.Commands;

/// <summary>
/// This end, as pairing sees it: its name, key and pairings, by the configuration. What root makes of it is the service's user's
/// once it is disposed.
/// </summary>
internal sealed class PairingEnd : IDisposable
{
    private readonly string _element;
    private readonly IReadOnlyCollection<byte> _sharedLinks;
    private readonly List<string> _madeKeys = [];

    private PairingEnd(string path, PairingConfig config)
    {
        ConfigPath = path;
        Role = config.Role == Configuration.Role.Site ? LinkRole.Site : LinkRole.BaseStation;
        Name = config.Name;
        Folder = new PairingFolder(config.Folder, Role, config.StorePath);
        StorePath = config.StorePath;
        _element = config.Element;
        _sharedLinks = config.SharedLinks;
    }

    /// <summary>Its configuration's file.</summary>
    public string ConfigPath { get; }

    /// <summary>Which end.</summary>
    public LinkRole Role { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The store, which counts airtime.</summary>
    public string StorePath { get; }

    /// <summary>Its pairings.</summary>
    public PairingFolder Folder { get; }

    /// <summary>The URI of its static key: the configuration's, or at a site that of its last re-key.</summary>
    public string Element =>
        (Role == LinkRole.Site ? Folder.Load().Select(record => record.Element).FirstOrDefault() : null) ?? _element;

    /// <summary>Reads the configuration, as far as it is needed: an end that is not paired yet has no complete one.</summary>
    /// <exception cref="ConfigException">It is not good.</exception>
    public static PairingEnd Open(string path)
    {
        var (config, problems) = ConfigLoader.LoadPairing(path, Environment.GetEnvironmentVariables());
        return new PairingEnd(path, config ?? throw new ConfigException(problems));
    }

    /// <summary>Opens the static key.</summary>
    /// <param name="create">Whether to make one if it is to be a file that does not exist.</param>
    public ISecureElement OpenElement(bool create)
    {
        var uri = Element;
        if (create && SecureElements.FileOf(uri) is { } file && !File.Exists(file)) MakeKey(file);
        return SecureElements.Open(uri);
    }

    /// <summary>Makes a key in a file, and says so.</summary>
    public void MakeKey(string file)
    {
        NewKeyFile.Create(file);
        _madeKeys.Add(file);
        Console.Error.WriteLine($"{file}: a new key, mode 0600. It stays on this host.");
    }

    /// <summary>
    /// Gives what root has made to the owner of the state folder: the service could not use it. Whoever cannot is told.
    /// </summary>
    public void Settle()
    {
        if (Path.GetDirectoryName(StorePath) is not { Length: > 0 } state || !Directory.Exists(state)) return;
        string[] made =
        [
            StorePath, $"{StorePath}-wal", $"{StorePath}-shm", EndedList.Beside(StorePath), Folder.Path,
            .. new[] { SecureElements.FileOf(_element) }.OfType<string>(), .. _madeKeys,
        ];
        try
        {
            foreach (var path in made) FolderOwner.Give(state, path);

            // A new key may be elsewhere, in /etc/farlink. Where somebody else than root has the folder it may be swapped.
            foreach (var key in _madeKeys.Where(key => IsOfRoot(Path.GetDirectoryName(key)!))) FileOwner.Copy(state, key);
        }
        catch (KeyFileException failure)
        {
            Console.Error.WriteLine($"farlink: {Printable.Escape(failure.Message)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Settle();

    /// <summary>A record of this end, with the place of its key if that is not the one that the configuration names.</summary>
    public PairingRecord Placed(PairingRecord record) => Element == _element ? record : record with { Element = Element };

    /// <summary>This end, for the other.</summary>
    public PairedEnd Own(ISecureElement element) => new(Role, Name, element.PublicKey);

    /// <summary>The link id for a site: the one it has, if it is paired again, or the lowest that is free.</summary>
    public byte LinkFor(string siteName) =>
        Folder.Load().FirstOrDefault(record => record.Site.Name == siteName)?.Link ?? Folder.FreeLink(_sharedLinks);

    /// <summary>What the base gives back to a site.</summary>
    public static PairingOffer Answer(PairingRecord record, PairingOffer offer) =>
        new(record.BaseStation) { Link = record.Link, For = offer.Fingerprint };

    private static bool IsOfRoot(string folder) => FileOwner.UserOf(folder) == 0;
}
